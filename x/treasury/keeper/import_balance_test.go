package keeper_test

import (
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"cosmossdk.io/math"

	"github.com/coopledger/coopledger/x/membership/testutil"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
	"github.com/coopledger/coopledger/x/treasury/types"
)

// day is so many days from today, such as 20270501.
func (l *ledger) day(days int64) uint32 {
	at := time.Unix(l.clock.Seconds+days*testutil.Day, 0).UTC()
	return uint32(at.Year())*10_000 + uint32(at.Month())*100 + uint32(at.Day())
}

func balances(of ...int64) (lines []types.ImportedLine) {
	for i, code := range []string{"1200", "3000", "4000", "5000"} {
		if i < len(of) {
			lines = append(lines, types.ImportedLine{Account: code, Balance: math.NewInt(of[i])})
		}
	}
	return lines
}

// imports is Anna's trial balance of thirty days until yesterday.
func (l *ledger) imports() *types.MsgImportBalance {
	return &types.MsgImportBalance{
		Officer: testutil.Address(anna), CoopId: north, FirstDay: l.day(-30), LastDay: l.day(-1), CsvSha256: statement,
		Lines: balances(900, -500, -700, 300),
	}
}

func compares(name string, id uint64) *types.MsgApproveBalance {
	return &types.MsgApproveBalance{Officer: testutil.Address(name), CoopId: north, ImportId: id}
}

func TestImportsThatAreRefused(t *testing.T) {
	l := withOutside(t)
	for name, c := range map[string]struct {
		change  func(*types.MsgImportBalance)
		refusal error
	}{
		"error - no officer":          {func(m *types.MsgImportBalance) { m.CoopId, m.Officer = east, testutil.Address("east-anna") }, types.ErrUnauthorized},
		"error - no member":           {func(m *types.MsgImportBalance) { m.Officer = testutil.Address("stranger") }, membershiptypes.ErrNotAMember},
		"error - a unit too much":     {func(m *types.MsgImportBalance) { m.Lines = balances(901, -500, -700, 300) }, types.ErrUnbalanced},
		"error - unknown account":     {func(m *types.MsgImportBalance) { m.Lines[3].Account = "9999" }, types.ErrUnknownAccount},
		"error - an account twice":    {func(m *types.MsgImportBalance) { m.Lines[1].Account = "1200" }, types.ErrInvalidImport},
		"error - out of order":        {func(m *types.MsgImportBalance) { slices.Reverse(m.Lines) }, types.ErrInvalidImport},
		"error - an account at zero":  {func(m *types.MsgImportBalance) { m.Lines = balances(500, -500, 0) }, types.ErrInvalidImport},
		"error - no balance":          {func(m *types.MsgImportBalance) { m.Lines[0].Balance = math.Int{} }, types.ErrInvalidEntry},
		"error - 2^255 (H21)":         {func(m *types.MsgImportBalance) { m.Lines[0].Balance = huge(255) }, types.ErrOverflow},
		"error - no line":             {func(m *types.MsgImportBalance) { m.Lines = nil }, types.ErrInvalidImport},
		"error - too many lines":      {func(m *types.MsgImportBalance) { m.Lines = make([]types.ImportedLine, 257) }, types.ErrInvalidImport},
		"error - no file":             {func(m *types.MsgImportBalance) { m.CsvSha256 = nil }, types.ErrInvalidImport},
		"error - ends before it is":   {func(m *types.MsgImportBalance) { m.LastDay = l.day(-31) }, types.ErrInvalidImport},
		"error - the 31st of April":   {func(m *types.MsgImportBalance) { m.FirstDay = 20200431 }, types.ErrInvalidImport},
		"error - today isn't over":    {func(m *types.MsgImportBalance) { m.LastDay = l.day(0) }, types.ErrInvalidImport},
		"error - a period of the far": {func(m *types.MsgImportBalance) { m.LastDay = 4_294_967_295 }, types.ErrInvalidImport},
	} {
		t.Run(name, func(t *testing.T) {
			message := l.imports()
			c.change(message)
			l.send(c.refusal, message)
		})
	}
}

// Where the co-op has a fiscal calendar, a trial balance is of whole periods of it;
// what was before the first of them is in none.
func TestImportsOfWholePeriods(t *testing.T) {
	l := byMonths(withOutside(t)) // it is 14 November, and the first period was September
	for name, c := range map[string]struct {
		first, last uint32
		refusal     error
	}{
		"error - from the midst of a period":  {20231002, 20231031, types.ErrInvalidImport},
		"error - to the midst of a period":    {20231001, 20231030, types.ErrInvalidImport},
		"error - into the period that is on":  {20231001, 20231113, types.ErrInvalidImport},
		"success - what was before the first": {20230110, 20230831, nil},
		"success - two periods":               {20230901, 20231031, nil},
	} {
		t.Run(name, func(t *testing.T) {
			message := l.imports()
			message.FirstDay, message.LastDay = c.first, c.last
			l.send(c.refusal, message)
		})
	}
}

func TestTwoOfficersImportATrialBalance(t *testing.T) {
	l := withOutside(t)
	l.send(nil, l.imports())
	l.send(types.ErrSameOfficer, compares(anna, 1))
	l.send(nil, l.imports())
	l.send(types.ErrUnknownImport, compares(ben, 1))
	l.survives()
	l.send(nil, compares(ben, 2))
	l.send(types.ErrUnknownImport, compares(ben, 2))
	l.send(types.ErrInvalidImport, l.imports())
	answer, err := l.query.ImportedBalances(l.ctx, &types.QueryImportedBalancesRequest{Coop: "north"})
	require.NoError(t, err)
	require.Len(t, answer.Balances, 1)
	require.Equal(t, []uint64{1, 2}, []uint64{answer.Balances[0].PreparerMemberId, answer.Balances[0].ApproverMemberId})
	require.Empty(t, l.unmatched(), "it is no entry")

	l.clock.Seconds += 30 * testutil.Day
	next := l.imports()
	require.Greater(t, next.FirstDay, answer.Balances[0].LastDay)
	l.send(nil, next)
	l.send(nil, compares(ben, 3))
	l.survives()
	require.NoError(t, l.keeper.CheckInvariants(l.ctx))

	genesis, err := l.keeper.ExportGenesis(l.ctx)
	require.NoError(t, err)
	for name, spoil := range map[string]func(*types.ImportedBalance){
		"one officer":    func(b *types.ImportedBalance) { b.ApproverMemberId = b.PreparerMemberId },
		"a day of two":   func(b *types.ImportedBalance) { b.FirstDay = genesis.ImportedBalances[0].LastDay },
		"a unit more":    func(b *types.ImportedBalance) { b.Lines = balances(1, -2) },
		"no such number": func(b *types.ImportedBalance) { b.Id = 9 },
	} {
		t.Run(name, func(t *testing.T) {
			spoiled := *genesis
			spoiled.ImportedBalances = slices.Clone(genesis.ImportedBalances)
			require.NoError(t, spoiled.Validate())
			spoil(&spoiled.ImportedBalances[1])
			require.Error(t, spoiled.Validate())
		})
	}
}
