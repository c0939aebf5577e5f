package keeper

import (
	"bytes"
	"context"
	"slices"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/coopledger/coopledger/x/membership/types"
)

// byCoopOrOfficer finds the co-op and refuses whoever is neither its own account
// nor an officer with the power. It says which member the officer is; zero for
// the co-op itself.
func (k *Keeper) byCoopOrOfficer(ctx context.Context, authority string, coopID uint64, power, what string) (types.Coop, uint64, error) {
	signer, err := k.signerBytes(authority)
	if err != nil {
		return types.Coop{}, 0, err
	}
	coop, err := k.GetCoop(ctx, coopID)
	if err != nil || bytes.Equal(signer, types.CoopAccount(coop.Id)) {
		return coop, 0, err
	}
	officer, err := k.MemberByKey(ctx, coop.Id, signer)
	if err != nil {
		return types.Coop{}, 0, err
	}
	holds, err := k.HasPower(ctx, coop.Id, officer.MemberId, power)
	if err != nil {
		return types.Coop{}, 0, err
	}
	if !holds {
		return types.Coop{}, 0, types.ErrNotAllowed.Wrapf("member %d of %s does not hold the power %q now, so it can't %s; ask an officer (see: coopd q membership powers %s) or propose a resolution",
			officer.MemberId, coop.Slug, power, what, coop.Slug)
	}
	return coop, officer.MemberId, nil
}

// signingMember finds the co-op and the member whose key signs; a suspended one
// too, since it has much to say in its own case.
func (k *Keeper) signingMember(ctx context.Context, signer string, coopID uint64) (types.Member, error) {
	key, err := k.signerBytes(signer)
	if err != nil {
		return types.Member{}, err
	}
	coop, err := k.GetCoop(ctx, coopID)
	if err != nil {
		return types.Member{}, err
	}
	return k.MemberByKey(ctx, coop.Id, key)
}

// chargedMember refuses all but the member who is charged.
func (k *Keeper) chargedMember(ctx context.Context, signer string, c types.Case) (types.Member, error) {
	member, err := k.signingMember(ctx, signer, c.CoopId)
	if err != nil {
		return types.Member{}, err
	}
	if member.MemberId != c.MemberId {
		return types.Member{}, types.ErrNotAParty.Wrapf("case %d is against member %d and you are member %d; only that member can do this",
			c.Id, c.MemberId, member.MemberId)
	}
	return member, nil
}

// chargingSide says which member signs for those who charge; zero for the co-op
// where the co-op charges.
func (k *Keeper) chargingSide(ctx context.Context, authority string, c types.Case) (uint64, error) {
	signer, err := k.signerBytes(authority)
	if err != nil {
		return 0, err
	}
	if len(c.Chargers) == 0 && bytes.Equal(signer, types.CoopAccount(c.CoopId)) {
		return 0, nil
	}
	member, err := k.MemberByKey(ctx, c.CoopId, signer)
	if err != nil {
		return 0, err
	}
	if !c.IsCharger(member.MemberId) {
		return 0, types.ErrNotAParty.Wrapf("member %d does not charge in case %d; those who do can", member.MemberId, c.Id)
	}
	return member.MemberId, nil
}

// notInOwnCase refuses an officer who charges, or is charged, in the case.
func notInOwnCase(c types.Case, officer uint64, what string) error {
	if officer != 0 && slices.Contains(c.Parties(), officer) {
		return types.ErrOwnCase.Wrapf("member %d is a party to case %d and can't %s in it; another officer or a resolution does",
			officer, c.Id, what)
	}
	return nil
}

// Abstaining lists, by number, the members who don't vote on a co-op's
// resolution because it decides a case that they are parties to, where the
// charter says so, or an appeal against what they have decided themselves: where
// holders of a power (the electorate) hear it, those who decided the case don't.
// It refuses a case that is not ready for a decision: nobody votes on a charge
// before the member was heard.
func (k *Keeper) Abstaining(ctx context.Context, coopID uint64, electorate string, messages []sdk.Msg) ([]uint64, error) {
	if err := types.CaseAlone(messages); err != nil {
		return nil, err
	}
	var abstaining []uint64
	for _, message := range messages {
		var (
			c   types.Case
			err error
		)
		if elsewhere(message, coopID) {
			continue
		}
		switch m := message.(type) {
		case *types.MsgDecideCase:
			c, err = k.caseIn(ctx, coopID, m.CaseId, "decide it", types.CaseStage_CASE_STAGE_DECIDING)
		case *types.MsgDecideAppeal:
			if c, err = k.caseIn(ctx, coopID, m.CaseId, "decide the appeal", types.CaseStage_CASE_STAGE_APPEALED); err != nil {
				return nil, err
			}
			var decided []uint64
			decided, err = k.whoDecided(ctx, coopID, electorate)
			abstaining = append(abstaining, decided...)
		case *types.MsgSuspendMember:
			c, err = k.caseIn(ctx, coopID, m.CaseId, "suspend the member", suspendableStages()...)
		default:
			continue
		}
		if err != nil {
			return nil, err
		}
		if c.Terms.PartiesAbstain {
			abstaining = append(abstaining, c.Parties()...)
		}
	}
	slices.Sort(abstaining)
	return slices.Compact(abstaining), nil
}

// elsewhere says whether a message is about a case of another co-op: of a
// federation, in which this one acts as an officer. Its own members are no
// parties to that.
func elsewhere(message sdk.Msg, coopID uint64) bool {
	about, ok := message.(interface{ GetCoopId() uint64 })
	return ok && about.GetCoopId() != coopID
}

// whoDecided lists those who decide cases, where others than the members hear appeals.
func (k *Keeper) whoDecided(ctx context.Context, coopID uint64, electorate string) ([]uint64, error) {
	_, charter, err := k.GetCharter(ctx, coopID)
	if err != nil {
		return nil, err
	}
	decides, err := charter.RuleFor(types.SubjectDiscipline)
	if err != nil || decides.Electorate == "" || electorate == "" {
		return nil, err
	}
	holders, err := k.PowerHolders(ctx, coopID, decides.Electorate)
	if err != nil {
		return nil, err
	}
	numbers := make([]uint64, 0, len(holders))
	for _, holder := range holders {
		numbers = append(numbers, holder.MemberId)
	}
	return numbers, nil
}

// notByCharger refuses the side that charges to record the delivery of its own
// charge: it could shorten the member's time to reply.
func notByCharger(c types.Case, officer uint64) error {
	if officer == 0 && c.ChargersNeeded() == 0 {
		return types.ErrOwnCase.Wrapf("the co-op charges in case %d, and who charges doesn't record that it was delivered; an officer with the power %q does, or the member acknowledges it",
			c.Id, types.PowerCharge)
	}
	return notInOwnCase(c, officer, "record the notice")
}
