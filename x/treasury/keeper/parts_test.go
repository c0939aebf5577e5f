package keeper_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"cosmossdk.io/collections"
	"cosmossdk.io/math"

	"github.com/cosmos/cosmos-sdk/types/query"

	"github.com/coopledger/coopledger/x/membership/testutil"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
	"github.com/coopledger/coopledger/x/treasury/types"
)

// withShares is a ledger on which north keeps members' shares (3100) and what it
// pays members back (5100) by member.
func withShares(t testing.TB) *ledger {
	l := withFour(newLedger(t), 1_000)
	l.charter(func(rules *membershiptypes.TreasuryRules) {
		rules.Accounts = []membershiptypes.LedgerAccount{
			rules.Accounts[0], rules.Accounts[1], rules.Accounts[2],
			{Code: "3100", Name: "members' shares", Kind: membershiptypes.AccountKind_ACCOUNT_KIND_EQUITY, ByMember: true},
			rules.Accounts[3], rules.Accounts[4],
			{Code: "5100", Name: "travel of members", Kind: membershiptypes.AccountKind_ACCOUNT_KIND_EXPENSE, ByMember: true},
		}
		require.NoError(t, rules.Validate(membershiptypes.DefaultParams()))
	})
	return l
}

// parts of an account of north, by member; amounts and values.
func (l *ledger) parts(account string) map[uint64][2]int64 {
	l.t.Helper()
	answer, err := l.query.SubLedger(l.ctx, &types.QuerySubLedgerRequest{Coop: "north", Account: account})
	require.NoError(l.t, err)
	found := make(map[uint64][2]int64)
	for _, line := range answer.Lines {
		sum := found[line.MemberId]
		found[line.MemberId] = [2]int64{sum[0] + line.Balance.Amount.Int64(), sum[1] + line.Balance.Functional.Int64()}
	}
	return found
}

func lineOf(code string, member uint64, functional int64) types.Posting {
	posting := line(code, "operating", functional)
	posting.MemberId = member
	return posting
}

func posts(postings ...types.Posting) *types.MsgPost {
	return &types.MsgPost{Officer: testutil.Address(anna), CoopId: north, Postings: postings}
}

// A member's part follows the postings, whoever makes them, and the account is
// the sum of the parts.
func TestPartsOfMembers(t *testing.T) {
	l := withShares(t)
	l.receives(300)
	l.send(nil, &types.MsgClassify{
		Authority: testutil.Address(ben), CoopId: north, Coin: coins(300)[0], Fund: "operating", Account: "3100", MemberId: 3,
	})
	require.Equal(t, map[uint64][2]int64{3: {-300, 0}}, l.parts("3100"))

	pending := l.send(nil, posts(lineOf("3100", 1, -50), lineOf("3100", 2, -70), line("5000", "operating", 120))).(*types.MsgPostResponse).PendingId
	entry := l.send(nil, &types.MsgApproveEntry{Officer: testutil.Address(ben), CoopId: north, PendingId: pending}).(*types.MsgApproveEntryResponse).Entry
	require.Equal(t, map[uint64][2]int64{1: {0, -50}, 2: {0, -70}, 3: {-300, 0}}, l.parts("3100"))

	// What is taken back is taken back from the same members.
	pending = l.send(nil, &types.MsgReverse{Officer: testutil.Address(anna), CoopId: north, Entry: entry}).(*types.MsgReverseResponse).PendingId
	l.send(nil, &types.MsgApproveEntry{Officer: testutil.Address(ben), CoopId: north, PendingId: pending})
	require.Equal(t, map[uint64][2]int64{3: {-300, 0}}, l.parts("3100"), "what is zero is not there")

	one, err := l.query.SubLedger(l.ctx, &types.QuerySubLedgerRequest{Coop: "north", Account: "3100", MemberId: 2})
	require.NoError(t, err)
	require.Empty(t, one.Lines)
	page, err := l.query.SubLedger(l.ctx, &types.QuerySubLedgerRequest{Coop: "north", Account: "3100", Pagination: &query.PageRequest{Limit: 1}})
	require.NoError(t, err)
	require.Len(t, page.Lines, 1)
	_, err = l.query.SubLedger(l.ctx, &types.QuerySubLedgerRequest{Coop: "north", Account: "4000"})
	require.ErrorIs(t, err, types.ErrUnknownAccount)
}

// A payment that is booked to an account kept by member is the part of whoever is
// paid, and of nobody it can't be.
func TestPaymentsByMember(t *testing.T) {
	l := withShares(t)
	pay := &types.MsgPay{Authority: account(north), CoopId: north, Fund: "operating", Payee: testutil.Address(cara), Coins: coins(40), Account: "5100"}
	l.send(nil, pay)
	require.Equal(t, map[uint64][2]int64{3: {40, 0}}, l.parts("5100"))
	pay.Payee = testutil.Address("supplier")
	l.send(types.ErrNoMember, pay)

	terms := terms()
	terms.Account = "5100"
	budget := l.opened(terms)
	ask := asks(budget, 20)
	ask.Payee = testutil.Address(dora)
	require.Equal(t, types.PaymentStatus_PAYMENT_STATUS_PAID, l.approved(l.asked(ask)))
	require.Equal(t, map[uint64][2]int64{3: {40, 0}, 4: {20, 0}}, l.parts("5100"))
	l.send(types.ErrNoMember, asks(budget, 20))
}

// An account is kept by member or it isn't.
func TestPartsRefused(t *testing.T) {
	l := withShares(t)
	l.receives(10)
	for name, c := range map[string]struct {
		message *types.MsgPost
		refusal error
	}{
		"error - no member":           {posts(lineOf("3100", 0, -50), line("5000", "operating", 50)), types.ErrNoMember},
		"error - a member elsewhere":  {posts(lineOf("3000", 1, -50), line("5000", "operating", 50)), types.ErrNoMember},
		"error - nobody's number":     {posts(lineOf("3100", 9, -50), line("5000", "operating", 50)), membershiptypes.ErrUnknownMember},
		"error - the greatest number": {posts(lineOf("3100", ^uint64(0), -50), line("5000", "operating", 50)), membershiptypes.ErrUnknownMember},
	} {
		t.Run(name, func(t *testing.T) { l.send(c.refusal, c.message) })
	}
	classify := &types.MsgClassify{Authority: testutil.Address(ben), CoopId: north, Coin: coins(10)[0], Fund: "operating", Account: "3100"}
	l.send(types.ErrNoMember, classify)
	classify.Account, classify.MemberId = "4000", 1
	l.send(types.ErrNoMember, classify)
}

// The invariants see a part that is not the journal's, one that is missing, and an
// account that is not the sum of its parts.
func TestInvariantsOfParts(t *testing.T) {
	l := withShares(t)
	l.receives(300)
	l.send(nil, &types.MsgClassify{
		Authority: testutil.Address(ben), CoopId: north, Coin: coins(300)[0], Fund: "operating", Account: "3100", MemberId: 3,
	})
	at := collections.Join4(uint64(north), "3100", uint64(3), denom)
	part, err := l.keeper.Parts.Get(l.ctx, at)
	require.NoError(t, err)
	for name, spoil := range map[string]func(){
		"another amount": func() {
			require.NoError(t, l.keeper.Parts.Set(l.ctx, at, types.Balance{Amount: math.NewInt(-299), Functional: part.Functional}))
		},
		"another value": func() {
			require.NoError(t, l.keeper.Parts.Set(l.ctx, at, types.Balance{Amount: part.Amount, Functional: math.OneInt()}))
		},
		"missing": func() { require.NoError(t, l.keeper.Parts.Remove(l.ctx, at)) },
		"somebody's": func() {
			require.NoError(t, l.keeper.Parts.Set(l.ctx, collections.Join4(uint64(north), "3100", uint64(1), denom), part))
		},
		"another coin": func() {
			require.NoError(t, l.keeper.Parts.Set(l.ctx, collections.Join4(uint64(north), "3100", uint64(3), other), part))
		},
	} {
		t.Run(name, func(t *testing.T) {
			before := l.ctx
			l.ctx, _ = l.ctx.CacheContext()
			spoil()
			require.ErrorIs(t, l.keeper.CheckInvariants(l.ctx), types.ErrInvariantBroken)
			l.ctx = before
		})
	}
	require.NoError(t, l.keeper.CheckInvariants(l.ctx))
}

// What is exported has no parts, and an import has them again; one whose journal
// names members where it may not is refused.
func TestGenesisOfParts(t *testing.T) {
	l := withShares(t)
	l.receives(300)
	l.send(nil, &types.MsgClassify{
		Authority: testutil.Address(ben), CoopId: north, Coin: coins(300)[0], Fund: "operating", Account: "3100", MemberId: 3,
	})
	genesis, err := l.keeper.ExportGenesis(l.ctx)
	require.NoError(t, err)
	before := l.hash()
	l.reimport(genesis)
	require.Equal(t, before, l.hash(), "every record is back")

	last := &genesis.Entries[len(genesis.Entries)-1].Postings[3]
	require.EqualValues(t, 3, last.MemberId)
	for _, member := range []uint64{0, 8} {
		last.MemberId = member
		fresh, _ := l.ctx.CacheContext()
		l.emptied(fresh)
		require.ErrorIs(t, l.keeper.InitGenesis(fresh, genesis), types.ErrInvalidGenesis)
	}
}
