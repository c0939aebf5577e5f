package keeper

import (
	"bytes"
	"context"
	"errors"

	"cosmossdk.io/collections"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/coopledger/coopledger/x/membership/types"
)

// specialPlace checks what makes a place a minor's or a joint one.
func (k *Keeper) specialPlace(ctx context.Context, taken *place, person types.NewMember, params types.Params) error {
	if person.Holders > params.MaxKeysPerMember {
		return types.ErrInvalidPlace.Wrapf("%d persons hold the place; at most %d hold one together", person.Holders, params.MaxKeysPerMember)
	}
	taken.holders = person.Holders
	if person.MinorUntil == 0 {
		if person.Guardian != "" {
			return types.ErrInvalidPlace.Wrap("a guardian is for a minor; say until when it is one, or name no guardian")
		}
		return nil
	}
	now, err := k.clock.Now(ctx)
	if err != nil {
		return err
	}
	if person.Holders > 1 {
		return types.ErrInvalidPlace.Wrap("a joint place can't be a minor's; give the minor a place of its own")
	}
	if person.MinorUntil <= now || person.MinorUntil-now > types.LongestMinority {
		return types.ErrInvalidPlace.Wrapf("the minor comes of age on %s and it is %s; that must lie ahead, by %s at most",
			types.Date(person.MinorUntil), types.Date(now), types.Duration(int64(types.LongestMinority)))
	}
	taken.minorUntil = person.MinorUntil
	if person.Guardian == "" {
		return nil
	}
	taken.guardian, err = k.trusteeAddress(ctx, person.Guardian)
	return err
}

// startMinority notes when a minor comes of age, and who its guardian is.
func (k *Keeper) startMinority(ctx context.Context, member types.Member, guardian []byte, now int64) error {
	if !member.IsMinor() {
		return nil
	}
	notice, err := k.newNotice(ctx, member, types.NoticeKind_NOTICE_KIND_MAJORITY)
	if err != nil {
		return err
	}
	notice.Due = member.MinorUntil
	if err := k.giveNotice(ctx, notice); err != nil || guardian == nil {
		return err
	}
	return k.storeTrustee(ctx, member, guardian, now)
}

// trusteeAddress refuses the accounts of co-ops and of the ledger itself.
func (k *Keeper) trusteeAddress(ctx context.Context, text string) ([]byte, error) {
	account, err := types.AddressBytes(text)
	if err != nil {
		return nil, err
	}
	_, isCoop, err := k.CoopByAccount(ctx, account)
	if err != nil {
		return nil, err
	}
	_, isModule := k.accounts.GetAccount(ctx, account).(sdk.ModuleAccountI)
	if isCoop || isModule {
		return nil, types.ErrKeyTaken.Wrapf("%s is an account that nobody has a key for; name a person's", text)
	}
	return account, nil
}

// storeTrustee lets an address act for a place's money. It gets an account if it
// has none: without one it could not sign.
func (k *Keeper) storeTrustee(ctx context.Context, member types.Member, account []byte, now int64) error {
	trustee := types.Trustee{
		CoopId: member.CoopId, MemberId: member.MemberId, Address: types.AddressText(account), Since: now,
	}
	if err := k.Trustees.Set(ctx, collections.Join(member.CoopId, member.MemberId), trustee); err != nil {
		return err
	}
	k.openAccount(ctx, account)
	return emit(ctx, &types.EventTrusteeSet{CoopId: trustee.CoopId, MemberId: trustee.MemberId, Address: trustee.Address})
}

func (k *Keeper) dropTrustee(ctx context.Context, member types.Member) error {
	at := collections.Join(member.CoopId, member.MemberId)
	has, err := k.Trustees.Has(ctx, at)
	if err != nil || !has {
		return err
	}
	if err := k.Trustees.Remove(ctx, at); err != nil {
		return err
	}
	return emit(ctx, &types.EventTrusteeSet{CoopId: member.CoopId, MemberId: member.MemberId})
}

// IsTrustee says whether an address may act for a place's money, beside or in
// place of the member's own keys. It never votes.
func (k *Keeper) IsTrustee(ctx context.Context, coopID, memberID uint64, account []byte) (bool, error) {
	trustee, err := k.Trustees.Get(ctx, collections.Join(coopID, memberID))
	if errors.Is(err, collections.ErrNotFound) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	named, err := types.AddressBytes(trustee.Address)
	return bytes.Equal(named, account), err
}
