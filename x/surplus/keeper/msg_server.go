package keeper

import (
	"bytes"
	"context"

	"github.com/cosmos/gogoproto/proto"

	sdk "github.com/cosmos/cosmos-sdk/types"

	chaintypes "github.com/coopledger/coopledger/x/chain/types"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"

	"github.com/coopledger/coopledger/x/surplus/types"
)

const sha256Bytes = 32

type msgServer struct{ *Keeper }

// NewMsgServer returns the server of x/surplus' messages.
func NewMsgServer(k *Keeper) types.MsgServer { return msgServer{k} }

func emit(ctx context.Context, event proto.Message) error {
	return sdk.UnwrapSDKContext(ctx).EventManager().EmitTypedEvent(event)
}

// isCoop says whether the co-op itself signs. Its account signs only what its
// members have resolved.
func (k *Keeper) isCoop(signer string, coopID uint64) bool {
	given, err := k.addressCodec.StringToBytes(signer)
	return err == nil && bytes.Equal(given, membershiptypes.CoopAccount(coopID))
}

// resolutionOf the co-op that is being carried out; zero if it is another's or none.
func resolutionOf(ctx context.Context, coopID uint64) uint64 {
	if decision, carried := chaintypes.DecisionOf(ctx); carried && decision.CoopID == coopID {
		return decision.ResolutionID
	}
	return 0
}

// byMember finds the member whose key signs.
func (k *Keeper) byMember(ctx context.Context, signer string, coop membershiptypes.Coop) (membershiptypes.Member, error) {
	key, err := k.addressCodec.StringToBytes(signer)
	if err != nil {
		return membershiptypes.Member{}, types.ErrUnauthorized.Wrapf("%q is not an address of this ledger: %s", signer, err)
	}
	return k.membership.MemberByKey(ctx, coop.Id, key)
}

// officer finds the member whose key signs, if it holds a power.
func (k *Keeper) officer(ctx context.Context, signer string, coop membershiptypes.Coop, power string) (uint64, error) {
	member, err := k.byMember(ctx, signer, coop)
	if err != nil {
		return 0, err
	}
	holds, err := k.membership.HasPower(ctx, coop.Id, member.MemberId, power)
	if err == nil && !holds {
		err = types.ErrUnauthorized.Wrapf("member %d of %s does not hold the power %q now; ask an officer (see: coopd q membership powers %s)",
			member.MemberId, coop.Slug, power, coop.Slug)
	}
	return member.MemberId, err
}

// recorder is the officer who records patronage; zero where the members have resolved it.
func (k *Keeper) recorder(ctx context.Context, authority string, coop membershiptypes.Coop) (uint64, error) {
	if k.isCoop(authority, coop.Id) && resolutionOf(ctx, coop.Id) != 0 {
		return 0, nil
	}
	return k.officer(ctx, authority, coop, membershiptypes.PowerRecordPatronage)
}

// mustBeAt refuses a period that is at no stage of some.
func mustBeAt(coop membershiptypes.Coop, period types.Period, what string, stages ...types.PeriodStage) error {
	for _, stage := range stages {
		if period.Stage == stage {
			return nil
		}
	}
	return types.ErrWrongStage.Wrapf("period %d of %s is %s; %s (see: coopd q surplus period %s %d)",
		period.Number, coop.Slug, period.Stage.Word(), what, coop.Slug, period.Number)
}

// UpdateParams replaces the limits, whole.
func (s msgServer) UpdateParams(ctx context.Context, msg *types.MsgUpdateParams) (*types.MsgUpdateParamsResponse, error) {
	if !s.isCoop(msg.Authority, membershiptypes.RootCoopID) {
		return nil, types.ErrUnauthorized.Wrapf("authority is %q and must be the root federation's account; put the message in a resolution of co-op %d",
			msg.Authority, membershiptypes.RootCoopID)
	}
	if err := msg.Params.Validate(); err != nil {
		return nil, err
	}
	if err := s.Params.Set(ctx, msg.Params); err != nil {
		return nil, err
	}
	return &types.MsgUpdateParamsResponse{}, emit(ctx, &types.EventParamsUpdated{Params: msg.Params})
}
