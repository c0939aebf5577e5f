package keeper_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	membershipkeeper "github.com/coopledger/coopledger/x/membership/keeper"
	"github.com/coopledger/coopledger/x/membership/testutil"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
	"github.com/coopledger/coopledger/x/treasury/types"
)

// reconciles is Anna's statement of the bank.
func (l *ledger) reconciles(opening, closing int64, entries ...uint64) *types.MsgReconcile {
	return &types.MsgReconcile{
		Officer: testutil.Address(anna), CoopId: north, Outside: "bank", Opening: math.NewInt(opening), Closing: math.NewInt(closing),
		AsOf: l.clock.Seconds, Entries: entries, DocumentSha256: statement,
	}
}

func agrees(name string, id uint64) *types.MsgApproveReconciliation {
	return &types.MsgApproveReconciliation{Officer: testutil.Address(name), CoopId: north, ReconciliationId: id}
}

func (l *ledger) unmatched() (entries []uint64) {
	l.t.Helper()
	answer, err := l.query.Unmatched(l.ctx, &types.QueryUnmatchedRequest{Coop: "north", Outside: "bank"})
	require.NoError(l.t, err)
	for _, line := range answer.Lines {
		entries = append(entries, line.Entry)
	}
	return entries
}

func TestAStatementIsHeldAgainstTheBook(t *testing.T) {
	l := withOutside(t)
	opening := l.attested("bank", 1_000, "3000")
	dues := l.attested("bank", 250, "")
	fee := l.attested("bank", -5, "5000")
	l.send(nil, &types.MsgClassify{
		Authority: testutil.Address(anna), CoopId: north, Coin: sdk.NewInt64Coin("EUR", 250), Fund: "operating", Account: "4000", Outside: "bank",
	})
	require.Equal(t, []uint64{opening, dues, fee}, l.unmatched(), "saying what it was for is on no statement")

	first := l.send(nil, l.reconciles(0, 1_250, opening, dues)).(*types.MsgReconcileResponse).ReconciliationId
	require.Zero(t, l.outsideHas("bank").Stated.Int64(), "one officer changes nothing")
	l.send(types.ErrSameOfficer, agrees(anna, first))
	l.send(types.ErrUnknownStatement, agrees(ben, first+1))
	l.survives()
	l.send(nil, agrees(ben, first))
	l.send(types.ErrUnknownStatement, agrees(ben, first))
	require.Equal(t, []uint64{fee}, l.unmatched())
	line := l.outsideHas("bank")
	require.Equal(t, []int64{1_245, 1_250, -5}, []int64{line.Attested.Amount.Int64(), line.Stated.Int64(), line.Unmatched.Int64()})
	require.Equal(t, l.clock.Seconds, line.StatedAt)

	// It goes on from there, and an entry is shown once.
	l.send(types.ErrInvalidStatement, l.reconciles(0, -5, fee))
	l.send(types.ErrInvalidStatement, l.reconciles(1_250, 1_495, dues, fee))
	l.send(nil, l.reconciles(1_250, 1_245, fee))
	l.send(nil, agrees(ben, 2))
	require.Empty(t, l.unmatched())
	l.survives()
	require.NoError(t, l.keeper.CheckInvariants(l.ctx))
}

func TestStatementsAreRefused(t *testing.T) {
	l := withOutside(t)
	entry := l.attested("bank", 100, "4000")
	inBox := l.attested("box", 100, "4000")
	for name, c := range map[string]struct {
		change  func(*types.MsgReconcile)
		refusal error
	}{
		"error - no officer":            {func(m *types.MsgReconcile) { m.CoopId, m.Officer = east, testutil.Address("east-anna") }, types.ErrUnauthorized},
		"error - no member":             {func(m *types.MsgReconcile) { m.Officer = testutil.Address("stranger") }, membershiptypes.ErrNotAMember},
		"error - unknown account":       {func(m *types.MsgReconcile) { m.Outside = "vault" }, types.ErrUnknownOutside},
		"error - another's account":     {func(m *types.MsgReconcile) { m.Outside = "box" }, types.ErrInvalidStatement},
		"error - a unit too much":       {func(m *types.MsgReconcile) { m.Closing = math.NewInt(101) }, types.ErrInvalidStatement},
		"error - opens with something":  {func(m *types.MsgReconcile) { m.Opening, m.Closing = math.NewInt(1), math.NewInt(101) }, types.ErrInvalidStatement},
		"error - an entry left out":     {func(m *types.MsgReconcile) { m.Entries = nil }, types.ErrInvalidStatement},
		"error - an entry twice":        {func(m *types.MsgReconcile) { m.Entries, m.Closing = []uint64{entry, entry}, math.NewInt(200) }, types.ErrInvalidStatement},
		"error - an entry of the box":   {func(m *types.MsgReconcile) { m.Entries, m.Closing = []uint64{entry, inBox}, math.NewInt(200) }, types.ErrInvalidStatement},
		"error - an entry of nobody":    {func(m *types.MsgReconcile) { m.Entries = []uint64{entry, 99} }, types.ErrInvalidStatement},
		"error - no document":           {func(m *types.MsgReconcile) { m.DocumentSha256 = nil }, types.ErrInvalidStatement},
		"error - of tomorrow":           {func(m *types.MsgReconcile) { m.AsOf += testutil.Day }, types.ErrInvalidStatement},
		"error - of no day":             {func(m *types.MsgReconcile) { m.AsOf = 0 }, types.ErrInvalidStatement},
		"error - no closing balance":    {func(m *types.MsgReconcile) { m.Closing = math.Int{} }, types.ErrInvalidStatement},
		"error - 2^255 (H21)":           {func(m *types.MsgReconcile) { m.Closing = huge(255) }, types.ErrOverflow},
		"error - too many entries (H9)": {func(m *types.MsgReconcile) { m.Entries = make([]uint64, 201) }, types.ErrInvalidStatement},
	} {
		t.Run(name, func(t *testing.T) {
			message := l.reconciles(0, 100, entry)
			c.change(message)
			l.send(c.refusal, message)
		})
	}
}

// A refusal has the figures with their currency, and a day that was.
func TestWhyAStatementIsRefused(t *testing.T) {
	l := withOutside(t)
	entry := l.attested("bank", 100, "4000")
	require.ErrorContains(t, l.refusal(l.reconciles(0, 101, entry)), "its opening balance 0EUR and 1 entries come to 100EUR, and it closes with 101EUR")
	tomorrow := l.reconciles(0, 100, entry)
	tomorrow.AsOf += testutil.Day
	require.ErrorContains(t, l.refusal(tomorrow), "which is still to come")
	l.send(nil, l.reconciles(0, 100, entry))
	l.send(nil, agrees(ben, 1))
	require.ErrorContains(t, l.refusal(l.reconciles(1, 1)), `it opens with 1EUR, and the last statement of the outside account "bank" closed with 100EUR`)
	earlier := l.reconciles(100, 100)
	earlier.AsOf--
	require.ErrorContains(t, l.refusal(earlier), "hold statements against the book in their order")
}

// Whoever approves has seen that statement and no other: a new one has a new number.
func TestAStatementThatTakesAnothersPlace(t *testing.T) {
	l := withOutside(t)
	first, second := l.attested("bank", 100, "4000"), l.attested("bank", 50, "4000")
	l.send(nil, l.reconciles(0, 100, first))
	l.send(nil, l.reconciles(0, 150, first, second))
	l.send(types.ErrUnknownStatement, agrees(ben, 1))
	answer, err := l.query.Reconciliations(l.ctx, &types.QueryReconciliationsRequest{Coop: "north"})
	require.NoError(t, err)
	require.Len(t, answer.Reconciliations, 1)
	l.survives()
	_, err = membershipkeeper.NewMsgServer(l.members).RevokePower(l.ctx, &membershiptypes.MsgRevokePower{
		Authority: account(north), CoopId: north, MemberId: 1, Power: membershiptypes.PowerBook,
	})
	require.NoError(t, err)
	l.send(types.ErrUnauthorized, agrees(ben, 2))
}

// What two officers attested wrongly and took back is shown by no statement, and is
// matched with itself.
func TestAnErrorIsMatchedWithItself(t *testing.T) {
	l := withOutside(t)
	wrong := l.attested("bank", 100, "4000")
	waits := l.send(nil, &types.MsgReverse{Officer: testutil.Address(anna), CoopId: north, Entry: wrong}).(*types.MsgReverseResponse).PendingId
	back := l.send(nil, approval(ben, waits)).(*types.MsgApproveEntryResponse).Entry
	l.send(types.ErrInvalidStatement, l.reconciles(0, 0, wrong))
	l.send(nil, l.reconciles(0, 0, wrong, back))
	l.send(nil, agrees(ben, 1))
	require.Empty(t, l.unmatched())
}

func TestStatementsOfAGenesisAreChecked(t *testing.T) {
	for name, spoil := range map[string]func(*types.GenesisState){
		"a number that was not given": func(g *types.GenesisState) { g.Books[len(g.Books)-1].Book.LastReconciliationId = 0 },
		"a gap to the one before":     func(g *types.GenesisState) { g.Reconciliations[1].Opening = math.NewInt(99) },
		"one officer":                 func(g *types.GenesisState) { g.Reconciliations[1].ApproverMemberId = 1 },
		"an entry shown twice":        func(g *types.GenesisState) { g.Reconciliations[1].Entries = g.Reconciliations[0].Entries },
		"no document":                 func(g *types.GenesisState) { g.Reconciliations[0].DocumentSha256 = nil },
	} {
		t.Run(name, func(t *testing.T) {
			l := withOutside(t)
			l.send(nil, l.reconciles(0, 100, l.attested("bank", 100, "4000")))
			l.send(nil, agrees(ben, 1))
			l.send(nil, l.reconciles(100, 150, l.attested("bank", 50, "4000")))
			l.send(nil, agrees(ben, 2))
			genesis, err := l.keeper.ExportGenesis(l.ctx)
			require.NoError(t, err)
			require.NoError(t, genesis.Validate())
			spoil(genesis)
			require.Error(t, genesis.Validate())
		})
	}
}
