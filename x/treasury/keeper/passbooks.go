package keeper

import (
	"context"
	"errors"

	"cosmossdk.io/collections"

	sdk "github.com/cosmos/cosmos-sdk/types"

	membershiptypes "github.com/coopledger/coopledger/x/membership/types"

	"github.com/coopledger/coopledger/x/treasury/types"
)

const (
	owed     = membershiptypes.AccountRole_ACCOUNT_ROLE_PASSBOOK
	passbook = membershiptypes.PassbookFund
)

// passbookRules are how a co-op that keeps passbooks keeps its book.
func (k *Keeper) passbookRules(ctx context.Context, coop membershiptypes.Coop) (membershiptypes.TreasuryRules, error) {
	rules, err := k.rules(ctx, coop.Id)
	if err == nil && rules.Passbook == nil {
		err = types.ErrNoPassbook.Wrapf("the charter of %s has no passbooks; pay to an address, or propose a charter that has", coop.Slug)
	}
	return rules, err
}

// recipient is whom coins go to: an address, or a member's passbook.
type recipient struct {
	// address that gets the coins: somebody's, or the purse of what members are owed.
	address sdk.AccAddress
	// memberID of the member who is paid, present or former; zero if none is.
	memberID uint64
	// passbook says that the co-op owes the member the coins from now on.
	passbook bool
}

// recipient of a payment that names either an address or a member.
func (k *Keeper) recipient(ctx context.Context, coop membershiptypes.Coop, payee string, memberID uint64) (recipient, error) {
	if memberID != 0 {
		if payee != "" {
			return recipient{}, types.ErrInvalidPayee.Wrapf("both %s and the passbook of member %d are to be paid; name one of them", payee, memberID)
		}
		return k.passbookOf(ctx, coop, memberID)
	}
	address, err := k.payee(ctx, coop, payee)
	if err != nil {
		return recipient{}, err
	}
	member, err := k.payeeMember(ctx, coop.Id, address)
	return recipient{address: address, memberID: member}, err
}

// passbookOf is the passbook of a member, present or former, with keys or without.
func (k *Keeper) passbookOf(ctx context.Context, coop membershiptypes.Coop, memberID uint64) (recipient, error) {
	if _, err := k.passbookRules(ctx, coop); err != nil {
		return recipient{}, err
	}
	if _, err := k.membership.GetMember(ctx, coop.Id, memberID); err != nil {
		return recipient{}, err
	}
	return recipient{address: types.PurseAccount(coop.Id, passbook), memberID: memberID, passbook: true}, nil
}

// payOut books coins that leave a fund's purse and moves them. Those that go into
// a passbook stay the co-op's until the member withdraws them: they lie ready in a
// purse of their own, against a debt to the member.
func (k *Keeper) payOut(
	ctx context.Context, rules membershiptypes.TreasuryRules, entry types.Entry, fund, account string, to recipient, coins sdk.Coins,
) (uint64, error) {
	values, err := k.takeOut(ctx, rules, entry.CoopId, fund, coins)
	if err != nil {
		return 0, err
	}
	entry.RelatedParty = to.memberID != 0
	for i, coin := range coins {
		debit := types.NewPosting(account, fund, coin.Denom, coin.Amount, values[i])
		credit := debit.Negated()
		credit.Account = rules.CodeOf(purses)
		entry.Postings = append(entry.Postings, debit.Of(rules, to.memberID), credit)
		if to.passbook {
			ready := credit.Negated()
			ready.Fund = passbook
			debt := ready.Negated()
			debt.Account = rules.CodeOf(owed)
			entry.Postings = append(entry.Postings, ready, debt.Of(rules, to.memberID))
		}
	}
	number, err := k.post(ctx, rules, entry)
	if err != nil {
		return 0, err
	}
	return number, k.bank.SendCoins(withPass(ctx, pass{coopID: entry.CoopId, inside: to.passbook}), types.PurseAccount(entry.CoopId, fund), to.address, coins)
}

// spelled is an address as the ledger writes it; it has another spelling too.
func (k *Keeper) spelled(text string) (string, error) {
	address, err := k.addressCodec.StringToBytes(text)
	return membershiptypes.AddressText(address), err
}

// owner finds a member, present or former, and refuses a signer who doesn't act
// for its money.
func (k *Keeper) owner(ctx context.Context, signer string, coopID, memberID uint64) (membershiptypes.Coop, membershiptypes.Member, error) {
	coop, err := k.membership.GetCoop(ctx, coopID)
	if err != nil {
		return coop, membershiptypes.Member{}, err
	}
	member, err := k.membership.GetMember(ctx, coopID, memberID)
	if err != nil {
		return coop, member, err
	}
	acts, err := k.actsFor(ctx, member, signer)
	if err == nil && !acts {
		err = types.ErrNotYours.Wrapf("%s does not act for the money of member %d of %s, who is %s", signer, memberID, coop.Slug, member.State.Word())
	}
	return coop, member, err
}

// actsFor says whether an address acts for a member's money: one of its keys, or
// its representative. For who is dead, or a body that is gone, the representative
// alone does.
func (k *Keeper) actsFor(ctx context.Context, member membershiptypes.Member, signer string) (bool, error) {
	account, err := k.addressCodec.StringToBytes(signer)
	if err != nil {
		return false, types.ErrNotYours.Wrapf("%q is not an address of this ledger: %s", signer, err)
	}
	acts, err := k.membership.IsTrustee(ctx, member.CoopId, member.MemberId, account)
	if err != nil || acts {
		return acts, err
	}
	if member.State == membershiptypes.MemberState_MEMBER_STATE_DECEASED || member.State == membershiptypes.MemberState_MEMBER_STATE_DISSOLVED {
		return false, nil
	}
	return k.membership.MayMoveMoney(ctx, member.CoopId, member.MemberId, account)
}

// OwesTo says whether the co-op owes a member something in its passbook, and the
// address acts for that money: who has left has free transactions for it still.
func (k *Keeper) OwesTo(ctx context.Context, coopID, memberID uint64, address []byte) (bool, error) {
	member, err := k.membership.GetMember(ctx, coopID, memberID)
	if errors.Is(err, membershiptypes.ErrUnknownMember) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	acts, err := k.actsFor(ctx, member, membershiptypes.AddressText(address))
	if err != nil || !acts {
		return false, err
	}
	rules, err := k.rules(ctx, coopID)
	if err != nil || rules.Passbook == nil {
		return false, err
	}
	debts := collections.NewSuperPrefixedQuadRange3[uint64, string, uint64, string](coopID, rules.CodeOf(owed), memberID)
	found := false
	err = k.Parts.Walk(ctx, debts, func(partKey, types.Balance) (bool, error) { found = true; return true, nil })
	return found, err
}

// protector is whoever may keep a member's money from leaving: who acts for it,
// and for the dead its keys too.
func (k *Keeper) protector(ctx context.Context, signer string, coopID, memberID uint64) (membershiptypes.Coop, error) {
	coop, member, err := k.owner(ctx, signer, coopID, memberID)
	if err == nil || member.MemberId == 0 {
		return coop, err
	}
	account, unread := k.addressCodec.StringToBytes(signer)
	if unread != nil {
		return coop, err
	}
	if own, asked := k.membership.MayMoveMoney(ctx, coopID, memberID, account); asked != nil || own {
		return coop, asked
	}
	return coop, err
}

// moneyMoves refuses while a member's money is frozen or the co-op has suspended
// withdrawals.
func (k *Keeper) moneyMoves(ctx context.Context, coop membershiptypes.Coop, memberID uint64) error {
	until, err := k.membership.MoneyFrozen(ctx, coop.Id, memberID)
	if err != nil {
		return err
	}
	if until != 0 {
		return types.ErrMoneyFrozen.Wrapf("the money of member %d of %s is frozen until %s; what it is owed stays owed", memberID, coop.Slug, membershiptypes.Date(until))
	}
	suspension, err := k.suspensionOf(ctx, coop.Id)
	if err != nil {
		return err
	}
	now, err := k.chain.Now(ctx)
	if err == nil && suspension.Until > now {
		err = types.ErrWithdrawalsSuspended.Wrapf("resolution %d of %s has suspended withdrawals until %s (%s); what is owed stays owed",
			suspension.ResolutionId, coop.Slug, membershiptypes.Date(suspension.Until), suspension.Reason)
	}
	return err
}
