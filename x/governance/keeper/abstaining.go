package keeper

import (
	"context"
	"slices"

	errorsmod "cosmossdk.io/errors"

	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/coopledger/coopledger/x/governance/types"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
)

// abstain notes which members on the roll are parties to what the resolution
// decides and don't vote on it, and leaves them out of the roll that has been
// frozen. It refuses what is not ready to be decided.
func (k *Keeper) abstain(ctx context.Context, r *types.Resolution, terms *types.Terms) error {
	content, err := k.Contents.Get(ctx, r.Id)
	if err != nil {
		return err
	}
	messages, err := decodedMessages(content.Messages)
	if err != nil {
		return err
	}
	parties, err := k.membership.Abstaining(ctx, r.CoopId, terms.Electorate(), messages)
	if err != nil {
		return err
	}
	for _, memberID := range parties {
		if err := k.leaveOut(ctx, r, terms, memberID); err != nil {
			return err
		}
	}
	if len(r.Abstaining) > types.MaxAbstaining {
		return errorsmod.Wrapf(types.ErrInvalidContent, "%d members would have to abstain; at most %d", len(r.Abstaining), types.MaxAbstaining)
	}
	// On a roll frozen before, this number decides nothing; it stays within the roll.
	terms.Active = min(terms.Active, terms.RollSize())
	if len(r.Abstaining) == 0 || len(terms.Roll) > 0 {
		return nil
	}
	// Only parties were on the roll, so that nobody needs its past.
	err = k.letRollGo(ctx, *r)
	r.RollSequence = 0
	return err
}

// leaveOut takes one party out of those who can vote, in the class in which the
// frozen roll has it, if it is on that roll. A quorum of the active counts it out
// too if it could cast a ballot now.
func (k *Keeper) leaveOut(ctx context.Context, r *types.Resolution, terms *types.Terms, memberID uint64) error {
	member, err := k.membership.GetMember(ctx, r.CoopId, memberID)
	if err != nil {
		return err
	}
	classID, onRoll := member.ClassAt(r.RollSequence)
	if r.ElectorsOnly {
		var elector types.Elector
		elector, onRoll = terms.Elector(memberID)
		classID = elector.ClassId
	}
	if !onRoll {
		return nil
	}
	if !terms.LeaveOut(memberID, classID) {
		return errorsmod.Wrapf(types.ErrInvariant, "member %d is on the roll in class %d and is not counted there", memberID, classID)
	}
	if terms.Active > 0 && member.TakesPart() && member.KeyCount > 0 {
		terms.Active--
	}
	r.Abstaining = append(r.Abstaining, memberID)
	return nil
}

// refuseParty refuses the ballot of a member who is a party to what is decided.
func refuseParty(r types.Resolution, memberID uint64) error {
	if !r.Abstains(memberID) {
		return nil
	}
	return errorsmod.Wrapf(types.ErrAbstains,
		"member %d is a party to the case that resolution %d decides, and the charter says that parties don't vote on it; the others decide", memberID, r.Id)
}

// refuseOpening ends a resolution that can't be put to the vote, since a message
// is not ready to be decided.
func (k *Keeper) refuseOpening(ctx context.Context, r *types.Resolution, refusal error, now int64) error {
	if r.HoldsRoll() {
		if err := k.letRollGo(ctx, *r); err != nil {
			return err
		}
	}
	codespace, code, _ := errorsmod.ABCIInfo(refusal, false)
	r.Outcome = types.Outcome{Code: types.OutcomeCode_OUTCOME_CODE_MESSAGE_REFUSED, Codespace: codespace, ErrorCode: code}
	if err := k.move(ctx, r, types.Status_STATUS_FAILED, 0, now); err != nil {
		return err
	}
	return sdk.UnwrapSDKContext(ctx).EventManager().EmitTypedEvent(&types.EventExecuted{ResolutionId: r.Id, Outcome: r.Outcome})
}

func decodedMessages(packed []*codectypes.Any) ([]sdk.Msg, error) {
	messages := make([]sdk.Msg, 0, len(packed))
	for _, message := range packed {
		decoded, ok := message.GetCachedValue().(sdk.Msg)
		if !ok {
			return nil, errorsmod.Wrapf(types.ErrInvalidContent, "%s can't be decoded", message.GetTypeUrl())
		}
		messages = append(messages, decoded)
	}
	return messages, nil
}

// caseAlone refuses a resolution that decides a case and something else, when it
// is proposed.
func caseAlone(packed []*codectypes.Any) error {
	messages, err := decodedMessages(packed)
	if err != nil {
		return err
	}
	return membershiptypes.CaseAlone(messages)
}

// partiesCanBeCounted refuses to decide a case by a quorum of the active members of
// a roll that is frozen before the vote opens: who the parties are is known only
// then, and the roll doesn't tell who of them could vote when it was frozen.
func partiesCanBeCounted(packed []*codectypes.Any, terms types.Terms, frozenBefore bool) error {
	if !frozenBefore || !terms.CountsActive() {
		return nil
	}
	messages, err := decodedMessages(packed)
	if err != nil || !slices.ContainsFunc(messages, membershiptypes.DecidesCase) {
		return err
	}
	return errorsmod.Wrap(types.ErrInvalidTerms, "it decides a case by a quorum of active members, and the roll would be frozen before the vote, so that the parties could not be left out of that quorum; ask for no rule that freezes it at the notice, and put it to no meeting that does")
}
