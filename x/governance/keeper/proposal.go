package keeper

import (
	"context"
	"math"
	"strings"

	"cosmossdk.io/collections"
	errorsmod "cosmossdk.io/errors"

	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/coopledger/coopledger/x/governance/types"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
)

// votingMember finds the member of a co-op that an address acts for, and refuses
// one that is not on the roll now: who can't vote doesn't set the agenda.
func (k *Keeper) votingMember(ctx context.Context, coopID uint64, address, what string) (membershiptypes.Member, error) {
	member, err := k.actingMember(ctx, coopID, address)
	if err != nil {
		return membershiptypes.Member{}, err
	}
	// An interval that is still open holds every sequence number to come.
	if _, onRoll := member.ClassAt(math.MaxUint64); !onRoll {
		return membershiptypes.Member{}, errorsmod.Wrapf(types.ErrNotOnRoll,
			"members of your class (%d) don't vote in co-op %d, so they can't %s; ask a voting member to", member.ClassId, coopID, what)
	}
	return member, nil
}

// settingAgenda finds the member who proposes or seconds under these terms: a
// voting member, and where holders of a power decide, one of them. A voting
// member may put a matter before a board, too.
func (k *Keeper) settingAgenda(ctx context.Context, coopID uint64, terms types.Terms, address, what string, seconds bool) (membershiptypes.Member, error) {
	if terms.Electorate() == "" {
		return k.votingMember(ctx, coopID, address, what)
	}
	member, err := k.actingMember(ctx, coopID, address)
	if err != nil {
		return membershiptypes.Member{}, err
	}
	holds, err := k.membership.HasPower(ctx, coopID, member.MemberId, terms.Electorate())
	if err != nil || holds {
		return member, err
	}
	if seconds {
		return membershiptypes.Member{}, errorsmod.Wrapf(types.ErrNotOnRoll,
			"the holders of the power %q decide this in co-op %d, and you hold it not; ask one of them to %s", terms.Electorate(), coopID, what)
	}
	return k.votingMember(ctx, coopID, address, what)
}

// actingMember finds the member of a co-op that an address acts for, and refuses
// one that takes no part in decisions now.
func (k *Keeper) actingMember(ctx context.Context, coopID uint64, address string) (membershiptypes.Member, error) {
	account, err := k.addresses.StringToBytes(address)
	if err != nil {
		return membershiptypes.Member{}, errorsmod.Wrapf(types.ErrUnauthorized, "%q is not an address of this ledger: %s", address, err)
	}
	member, err := k.membership.MemberByKey(ctx, coopID, account)
	if err != nil {
		return membershiptypes.Member{}, err
	}
	if !member.TakesPart() {
		return membershiptypes.Member{}, errorsmod.Wrapf(types.ErrNotActive,
			"member %d of co-op %d is %s; only active members take part", member.MemberId, coopID, member.State.Word())
	}
	return member, nil
}

// draw checks a text and its messages and freezes the terms they need.
func (k *Keeper) draw(ctx context.Context, coopID uint64, content types.Content) (types.Terms, membershiptypes.Charter, error) {
	params, err := k.Params.Get(ctx)
	if err != nil {
		return types.Terms{}, membershiptypes.Charter{}, err
	}
	if err := content.Validate(params); err != nil {
		return types.Terms{}, membershiptypes.Charter{}, err
	}
	version, charter, err := k.membership.GetCharter(ctx, coopID)
	if err != nil {
		return types.Terms{}, membershiptypes.Charter{}, err
	}
	asked, _, err := k.inspect(ctx, coopID, content.Messages, params.MaxMessages, version)
	if err != nil {
		return types.Terms{}, membershiptypes.Charter{}, err
	}
	if err := k.mayPropose(ctx, coopID, content.Messages); err != nil {
		return types.Terms{}, membershiptypes.Charter{}, err
	}
	if err := caseAlone(content.Messages); err != nil {
		return types.Terms{}, membershiptypes.Charter{}, err
	}
	rules, err := rulesFor(charter, asked, content.Rule)
	if err != nil {
		return types.Terms{}, membershiptypes.Charter{}, err
	}
	terms := types.NewTerms(rules, asked.special, version, asked.subjects...)
	if err := asked.decidedByMembers(terms); err != nil {
		return types.Terms{}, membershiptypes.Charter{}, err
	}
	if err := partiesCanBeCounted(content.Messages, terms, terms.RecordAtNotice()); err != nil {
		return types.Terms{}, membershiptypes.Charter{}, err
	}
	return terms, charter, terms.Validate()
}

// mayPropose asks other modules about messages that were inspected.
func (k *Keeper) mayPropose(ctx context.Context, coopID uint64, messages []*codectypes.Any) error {
	if k.proposals == nil {
		return nil
	}
	for i, message := range messages {
		decoded, ok := message.GetCachedValue().(sdk.Msg)
		if !ok {
			continue
		}
		if err := k.proposals.MayPropose(ctx, coopID, decoded); err != nil {
			return errorsmod.Wrapf(err, "message %d", i)
		}
	}
	return nil
}

// rulesFor collects the rules that the messages and the proposer ask for; an
// emergency rule, asked for where it may be, stands alone.
func rulesFor(charter membershiptypes.Charter, asked demands, name string) ([]membershiptypes.DecisionRule, error) {
	if name != "" {
		rule, err := charter.Rule(name)
		if err != nil {
			return nil, err
		}
		if rule.Emergency && !asked.emergency {
			return nil, errorsmod.Wrapf(types.ErrNoEmergency,
				"the rule %q decides upgrades of the ledger's software and its breaker, and nothing else; ask for another rule", name)
		}
		if rule.Emergency {
			return []membershiptypes.DecisionRule{rule}, nil
		}
	}
	return charter.RulesFor(asked.subjects, append(asked.rules, name)...)
}

// checkRoomFor refuses another open resolution above the charter's limit for a
// member and the ledger's for a co-op. Limits stand in for deposits.
func (k *Keeper) checkRoomFor(ctx context.Context, member membershiptypes.Member, charter membershiptypes.Charter) error {
	params, err := k.Params.Get(ctx)
	if err != nil {
		return err
	}
	open, err := count(ctx, k.OpenByMember, collections.Join(member.CoopId, member.MemberId))
	if err != nil {
		return err
	}
	if open >= uint64(charter.MaxOpenResolutionsPerMember) {
		return errorsmod.Wrapf(types.ErrTooManyOpen,
			"member %d has %d open resolutions, and the charter of co-op %d allows %d; wait until one has closed, or withdraw one",
			member.MemberId, open, member.CoopId, charter.MaxOpenResolutionsPerMember)
	}
	open, err = count(ctx, k.OpenByCoop, member.CoopId)
	if err != nil {
		return err
	}
	if open >= uint64(params.MaxOpenResolutionsPerCoop) {
		return errorsmod.Wrapf(types.ErrTooManyOpen,
			"co-op %d has %d open resolutions, and the ledger allows %d; wait until one has closed",
			member.CoopId, open, params.MaxOpenResolutionsPerCoop)
	}
	return nil
}

// setText stores a resolution's text and terms and what its terms mean for ballots.
func (k *Keeper) setText(ctx context.Context, r *types.Resolution, content types.Content, terms types.Terms) error {
	r.Consent, r.FinalBallots = terms.Consent(), terms.FinalBallots()
	window, _ := terms.LateQuorum()
	r.ElectorsOnly, r.MayBeExtended = terms.Electorate() != "", window > 0
	if err := k.Contents.Set(ctx, r.Id, content); err != nil {
		return err
	}
	return k.Terms.Set(ctx, r.Id, terms)
}

// requireStatus refuses what is not possible at a resolution's stage.
func requireStatus(r types.Resolution, what string, possible ...types.Status) error {
	words := make([]string, 0, len(possible))
	for _, status := range possible {
		if r.Status == status {
			return nil
		}
		words = append(words, status.Word())
	}
	return errorsmod.Wrapf(types.ErrWrongStatus, "resolution %d is %s; you can %s it only while it is %s",
		r.Id, r.Status.Word(), what, strings.Join(words, " or "))
}

// requireProposer refuses all but the member who proposed, whichever of its keys signs.
func (k *Keeper) requireProposer(ctx context.Context, r types.Resolution, address, what string) error {
	member, err := k.actingMember(ctx, r.CoopId, address)
	if err != nil {
		return err
	}
	if member.MemberId != r.ProposerMemberId {
		return errorsmod.Wrapf(types.ErrNotProposer, "member %d proposed resolution %d and you are member %d; only the proposer can %s it",
			r.ProposerMemberId, r.Id, member.MemberId, what)
	}
	return nil
}
