package keeper

import (
	"context"

	"cosmossdk.io/collections"

	"github.com/coopledger/coopledger/x/membership/types"
)

// GrantPower makes a member an officer for a term that begins now. Granting a
// power that the member holds replaces its term, its scope and its limit, and
// counts its uses anew.
func (s msgServer) GrantPower(ctx context.Context, msg *types.MsgGrantPower) (*types.MsgGrantPowerResponse, error) {
	coop, err := s.decidedBy(ctx, msg.Authority, msg.CoopId, "who its officers are")
	if err != nil {
		return nil, err
	}
	if err := types.ValidatePower(msg.Power); err != nil {
		return nil, err
	}
	if err := s.checkNarrowing(ctx, coop, msg); err != nil {
		return nil, err
	}
	member, err := s.GetMember(ctx, coop.Id, msg.MemberId)
	if err != nil {
		return nil, err
	}
	if !member.TakesPart() {
		return nil, types.ErrWrongState.Wrapf("member %d of %s is %s; choose an active member", member.MemberId, coop.Slug, member.State.Word())
	}
	params, err := s.GetParams(ctx)
	if err != nil {
		return nil, err
	}
	if msg.TermSeconds < 1 || msg.TermSeconds > params.MaxPowerTermSeconds {
		return nil, types.ErrInvalidTerm.Wrapf("the term is %s; give some time, at most %s", types.Duration(msg.TermSeconds), types.Duration(params.MaxPowerTermSeconds))
	}
	now, err := s.clock.Now(ctx)
	if err != nil {
		return nil, err
	}
	grant := types.Grant{
		CoopId: coop.Id, MemberId: member.MemberId, Power: msg.Power, Until: now + int64(msg.TermSeconds),
		Scope: msg.Scope, Limit: msg.Limit,
	}
	if err := s.makeRoomFor(ctx, grant, now, params); err != nil {
		return nil, err
	}
	if err := s.Grants.Set(ctx, collections.Join3(coop.Id, grant.Power, grant.MemberId), grant); err != nil {
		return nil, err
	}
	return &types.MsgGrantPowerResponse{}, emit(ctx, &types.EventPowerGranted{
		CoopId: coop.Id, MemberId: grant.MemberId, Power: grant.Power, Until: grant.Until,
		Scope: grant.Scope, Limit: grant.Limit,
	})
}

// checkNarrowing refuses a scope or a limit that the power doesn't take, and
// classes that the charter doesn't have.
func (k *Keeper) checkNarrowing(ctx context.Context, coop types.Coop, msg *types.MsgGrantPower) error {
	if err := msg.Scope.Validate(msg.Power); err != nil {
		return err
	}
	if err := msg.Limit.Validate(msg.Power); err != nil || msg.Scope == nil {
		return err
	}
	_, charter, err := k.GetCharter(ctx, coop.Id)
	if err != nil {
		return err
	}
	for _, classID := range msg.Scope.ClassIds {
		if _, err := charter.Class(classID); err != nil {
			return err
		}
	}
	return nil
}

// decidedBy finds the co-op and refuses any signer but its own account.
func (k *Keeper) decidedBy(ctx context.Context, authority string, coopID uint64, what string) (types.Coop, error) {
	signer, err := k.signerBytes(authority)
	if err != nil {
		return types.Coop{}, err
	}
	coop, err := k.GetCoop(ctx, coopID)
	if err != nil {
		return types.Coop{}, err
	}
	return coop, k.requireCoopAccount(signer, coop, what)
}

// makeRoomFor removes the grants of the co-op whose term is over and refuses
// more than the limit of those that are not.
func (k *Keeper) makeRoomFor(ctx context.Context, grant types.Grant, now int64, params types.Params) error {
	var over []types.Grant
	standing := uint64(0)
	err := k.Grants.Walk(ctx, collections.NewPrefixedTripleRange[uint64, string, uint64](grant.CoopId),
		func(_ collections.Triple[uint64, string, uint64], other types.Grant) (bool, error) {
			switch {
			case other.Until <= now:
				over = append(over, other)
			case other.MemberId != grant.MemberId || other.Power != grant.Power:
				standing++
			}
			return false, nil
		})
	if err != nil {
		return err
	}
	if standing >= uint64(params.MaxGrantsPerCoop) {
		return types.ErrTooManyPowers.Wrapf("%d powers are out in co-op %d, of at most %d; revoke one first",
			standing, grant.CoopId, params.MaxGrantsPerCoop)
	}
	for _, other := range over {
		if err := k.Grants.Remove(ctx, collections.Join3(other.CoopId, other.Power, other.MemberId)); err != nil {
			return err
		}
	}
	return nil
}
