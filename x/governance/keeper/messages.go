package keeper

import (
	"bytes"
	"cmp"
	"context"

	errorsmod "cosmossdk.io/errors"

	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/coopledger/coopledger/x/governance/types"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
)

// demands are what a resolution's messages ask of its rules.
type demands struct {
	subjects []string
	// emergency says that an emergency rule may decide all of them.
	emergency bool
	// rules that the charter names for changes of its own policies.
	rules   []string
	special bool
	// members says that no board decides it, whatever the charter says.
	members bool
}

// add notes what one message demands. A new version of the charter demands what
// the version that it is decided against asks for the parts that it changes.
func (k *Keeper) add(
	ctx context.Context, asked *demands, coopID, decidedAgainst uint64, message *codectypes.Any, permission types.Permission,
) error {
	if amendment, ok := message.GetCachedValue().(*membershiptypes.MsgAmendCharter); ok && amendment.CoopId == coopID {
		change, err := k.membership.ChangesDemand(ctx, coopID, decidedAgainst, amendment.Charter)
		if err != nil {
			return err
		}
		asked.rules = append(asked.rules, change.Rules...)
		if !change.Entrenched {
			return nil
		}
	}
	subject, err := membershiptypes.SubjectByName(permission.Subject)
	if err != nil {
		return err
	}
	members, err := k.cancelsForMembers(ctx, coopID, message.GetCachedValue())
	if err != nil {
		return err
	}
	asked.members = asked.members || members
	asked.subjects = append(asked.subjects, subject.Name)
	asked.special = asked.special || permission.Special || subject.Special
	return nil
}

// changesNoMore refuses messages that would change more of the charter than was
// decided, since another version came into force meanwhile.
func (k *Keeper) changesNoMore(ctx context.Context, coopID, decidedAgainst uint64, messages []*codectypes.Any) (int, error) {
	for i, message := range messages {
		amendment, ok := message.GetCachedValue().(*membershiptypes.MsgAmendCharter)
		if !ok {
			continue
		}
		if err := k.membership.ChangesNoMore(ctx, coopID, decidedAgainst, amendment.Charter); err != nil {
			return i, err
		}
	}
	return 0, nil
}

// inspection goes through the messages of one resolution, and those of the
// proposals among them, with one count for all.
type inspection struct {
	*Keeper
	messagesMax int
	seen        int
}

// inspect refuses messages that the co-op's account may not sign, and says what
// the others demand of the charter's version that they are decided under. The
// index is that of the message refused.
func (k *Keeper) inspect(ctx context.Context, coopID uint64, messages []*codectypes.Any, messagesMax uint32, charterVersion uint64) (demands, int, error) {
	asked := demands{emergency: len(messages) > 0}
	if len(messages) > 0 {
		if _, err := k.membership.GetCoop(ctx, coopID); err != nil {
			return demands{}, 0, err
		}
	}
	walk := &inspection{Keeper: k, messagesMax: int(messagesMax)}
	for i, message := range messages {
		permission, err := walk.message(ctx, coopID, message, 1)
		if err != nil {
			return demands{}, i, errorsmod.Wrapf(err, "message %d", i)
		}
		if err := k.add(ctx, &asked, coopID, charterVersion, message, permission); err != nil {
			return demands{}, i, errorsmod.Wrapf(err, "message %d", i)
		}
		asked.emergency = asked.emergency && permission.Emergency
	}
	return asked, 0, nil
}

// message checks one message for the co-op whose account is to sign it.
func (w *inspection) message(ctx context.Context, coopID uint64, message *codectypes.Any, depth int) (types.Permission, error) {
	if depth > types.MaxMessageDepth {
		return types.Permission{}, errorsmod.Wrapf(types.ErrNestedTooDeep,
			"at most %d resolutions may lie within each other; propose the inner ones when their time has come", types.MaxMessageDepth)
	}
	if w.seen++; w.seen > w.messagesMax {
		return types.Permission{}, errorsmod.Wrapf(types.ErrInvalidContent,
			"more than %d messages, those of proposals within it counted; make it several resolutions", w.messagesMax)
	}
	permission, listed := w.allowed[message.GetTypeUrl()]
	if !listed {
		return types.Permission{}, errorsmod.Wrapf(types.ErrMessageNotAllowed,
			"%s is not on the ledger's list of what a co-op's account may sign; see: coopd q governance --help", message.GetTypeUrl())
	}
	if permission.RootOnly && coopID != membershiptypes.RootCoopID {
		return types.Permission{}, errorsmod.Wrapf(types.ErrRootOnly,
			"%s concerns the whole ledger and co-op %d is not the root federation; propose it in co-op %d",
			message.GetTypeUrl(), coopID, membershiptypes.RootCoopID)
	}
	decoded, ok := message.GetCachedValue().(sdk.Msg)
	if !ok {
		return types.Permission{}, errorsmod.Wrapf(types.ErrInvalidContent, "%s can't be decoded", message.GetTypeUrl())
	}
	if err := w.signedByCoop(message, coopID); err != nil {
		return types.Permission{}, err
	}
	if checked, ok := decoded.(sdk.HasValidateBasic); ok {
		if err := checked.ValidateBasic(); err != nil {
			return types.Permission{}, err
		}
	}
	if target, acts := membershiptypes.ActsIn(decoded); acts && target != coopID {
		permission.Subject = membershiptypes.SubjectFederation
	}
	return permission, w.elsewhere(ctx, coopID, decoded, depth)
}

// signedByCoop refuses a message that asks for anybody's signature but the
// co-op's account's.
func (w *inspection) signedByCoop(message *codectypes.Any, coopID uint64) error {
	account, address := membershiptypes.CoopAccount(coopID), membershiptypes.CoopAddress(coopID)
	signers, _, err := w.cdc.GetMsgAnySigners(message)
	if err != nil {
		return errorsmod.Wrapf(types.ErrWrongSigner, "the signer of %s can't be read: it must be %s", message.GetTypeUrl(), address)
	}
	for _, signer := range signers {
		if !bytes.Equal(signer, account) {
			return errorsmod.Wrapf(types.ErrWrongSigner, "%s is to be signed by %s, but a resolution of co-op %d signs as %s alone; put that in",
				message.GetTypeUrl(), membershiptypes.AddressText(signer), coopID, address)
		}
	}
	if len(signers) == 0 {
		return errorsmod.Wrapf(types.ErrWrongSigner, "%s names no signer; put in %s", message.GetTypeUrl(), address)
	}
	return nil
}

// elsewhere refuses what a co-op would do as a member of itself, and looks into
// the proposals it makes in other co-ops.
func (w *inspection) elsewhere(ctx context.Context, coopID uint64, message sdk.Msg, depth int) error {
	switch m := message.(type) {
	case *types.MsgPropose:
		if err := notItself(coopID, m.CoopId); err != nil {
			return err
		}
		return w.within(ctx, m.CoopId, m.Messages, depth+1)
	case *types.MsgAmend:
		target, err := w.otherCoopOf(ctx, coopID, m.ResolutionId)
		if err != nil {
			return err
		}
		return w.within(ctx, target, m.Messages, depth+1)
	case *types.MsgSecond:
		_, err := w.otherCoopOf(ctx, coopID, m.ResolutionId)
		return err
	case *types.MsgVote:
		_, err := w.otherCoopOf(ctx, coopID, m.ResolutionId)
		return err
	case *types.MsgWithdraw:
		_, err := w.otherCoopOf(ctx, coopID, m.ResolutionId)
		return err
	case *types.MsgRequisition:
		return notItself(coopID, m.CoopId)
	case *types.MsgSignRequisition:
		target, err := w.CoopOfRequisition(ctx, m.RequisitionId)
		return cmp.Or(err, notItself(coopID, target))
	case *types.MsgTable:
		target, err := w.CoopOfMeeting(ctx, m.MeetingId)
		return cmp.Or(err, notItself(coopID, target))
	case *types.MsgAttend:
		target, err := w.CoopOfMeeting(ctx, m.MeetingId)
		return cmp.Or(err, notItself(coopID, target))
	case *types.MsgDisputeSheet:
		target, err := w.CoopOfMeeting(ctx, m.MeetingId)
		return cmp.Or(err, notItself(coopID, target))
	case *membershiptypes.MsgApply:
		return notItself(coopID, m.CoopId)
	case *membershiptypes.MsgLeave:
		return notItself(coopID, m.CoopId)
	case *membershiptypes.MsgJoinCharge:
		return notItself(coopID, m.CoopId)
	case *membershiptypes.MsgAcknowledgeCharge:
		return notItself(coopID, m.CoopId)
	case *membershiptypes.MsgReplyToCharge:
		return notItself(coopID, m.CoopId)
	case *membershiptypes.MsgAppeal:
		return notItself(coopID, m.CoopId)
	default:
		return nil
	}
}

// within checks what is proposed in another co-op as that co-op would.
func (w *inspection) within(ctx context.Context, coopID uint64, messages []*codectypes.Any, depth int) error {
	if _, err := w.membership.GetCoop(ctx, coopID); err != nil {
		return err
	}
	for i, message := range messages {
		if _, err := w.message(ctx, coopID, message, depth); err != nil {
			return errorsmod.Wrapf(err, "message %d proposed in co-op %d", i, coopID)
		}
	}
	return nil
}

func (w *inspection) otherCoopOf(ctx context.Context, coopID, resolutionID uint64) (uint64, error) {
	target, err := w.CoopOf(ctx, resolutionID)
	if err != nil {
		return 0, err
	}
	return target, notItself(coopID, target)
}

func notItself(coopID, target uint64) error {
	if coopID == target {
		return errorsmod.Wrapf(types.ErrActsOnItself,
			"co-op %d can't propose, second, vote, withdraw, apply or leave in itself: its members do, each with their own key", coopID)
	}
	return nil
}
