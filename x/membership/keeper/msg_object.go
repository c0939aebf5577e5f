package keeper

import (
	"context"

	"github.com/coopledger/coopledger/x/membership/types"
)

// Object objects to a person's application before it admits itself. So many
// objections as the class names send it to the members.
func (s msgServer) Object(ctx context.Context, msg *types.MsgObject) (*types.MsgObjectResponse, error) {
	application, class, member, err := s.speakOn(ctx, msg.Signer, msg.CoopId, msg.Application)
	if err != nil {
		return nil, err
	}
	switch application.Stage {
	case types.ApplicationStage_APPLICATION_STAGE_SPONSORING, types.ApplicationStage_APPLICATION_STAGE_STANDING:
	default:
		return nil, types.ErrWrongStage.Wrapf("application %d is %s and does not admit itself; vote on the resolution, or speak with the officer",
			application.Number, application.Stage.Word())
	}
	if class.Objections == 0 {
		return nil, types.ErrWrongStage.Wrapf("class %q knows no objections; its charter lets sponsors alone decide", class.Name)
	}
	application.Objectors = append(application.Objectors, member.MemberId)
	if uint64(len(application.Objectors)) < uint64(class.Objections) {
		return &types.MsgObjectResponse{}, s.storeApplicationOf(ctx, application)
	}
	return &types.MsgObjectResponse{}, s.moveApplication(ctx, application, types.ApplicationStage_APPLICATION_STAGE_REFERRED, 0)
}
