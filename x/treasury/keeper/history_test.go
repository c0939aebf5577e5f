package keeper_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	membershipkeeper "github.com/coopledger/coopledger/x/membership/keeper"
	"github.com/coopledger/coopledger/x/membership/testutil"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
	"github.com/coopledger/coopledger/x/treasury/types"
)

const (
	operationsPerBlock = 8
	// wholeCheckEvery so many blocks the module's own invariants are recounted too.
	wholeCheckEvery = 60
	// founders stay; guests come and go.
	founders = 6
	// refusalsHashed one in so many operations has every store hashed around it.
	refusalsHashed = 15
)

// seldom succeed what needs others' steps before it. A history may go without, and the
// short one does; the long ones meet each of them among them, and walks of their own
// every time.
var seldom = []string{
	"ObjectToPayment", "RetryPayment", "ReleasePayment", "StopWithdrawal", "Revalue", "StopRedemption", "TransferShares", "ApproveTransfer",
	"AccrueInterest", "PayInterest", "DisputeSetOff", "ExecuteSetOff",
}

// history is years of north's money: members, officers, thieves and strangers at
// random, each of the module's messages many times, and what the bank and the roll
// do beside them.
type history struct {
	*ledger
	random *rand.Rand
	audit  *auditor
	// done and refused, by message.
	done, refused map[string]int
	// reasons of refusals, by message.
	reasons map[string]int
	people  []string
	joined  int
	// owed members' representatives, by the number of the member.
	heirs map[uint64]string
}

// Whatever happens for years: at every block each coin of each purse is in the
// book, each entry sums to zero, sub-ledgers are their control accounts, no fund's
// policy is broken, everything that left was decided on, and coins are neither
// made nor lost. Each message of the module succeeds and is refused.
func TestALongHistory(t *testing.T) {
	met := make(map[string]int)
	for seed := range histories {
		t.Run(fmt.Sprintf("seed %d", seed+1), func(t *testing.T) {
			h := begins(t, uint64(seed)+1)
			for operation := 1; operation <= historyOperations; operation++ {
				h.operates()
				if operation%operationsPerBlock == 0 {
					h.block(operation / operationsPerBlock)
				}
			}
			h.block(0)
			h.tells()
			for _, name := range seldom {
				met[name] += h.done[name]
			}
		})
	}
	for _, name := range seldom {
		if meetsSeldom {
			require.Positive(t, met[name], "%s never succeeded in any history", name)
		}
	}
}

func begins(t *testing.T, seed uint64) *history {
	l := newLedger(t)
	for _, name := range []string{"visitor", "north-eli", "north-fay", cara, dora} {
		l.rich(name, sdk.NewCoins(sdk.NewInt64Coin(denom, 10_000_000), sdk.NewInt64Coin(other, 10_000_000)))
	}
	l.amendCharter(func(charter *membershiptypes.Charter) {
		charter.Terms = &membershiptypes.MembershipTerms{LapseGrounds: []string{arrears, "dues"}, LapseNoticeSeconds: 30 * day}
		charter.Recovery = &membershiptypes.RecoveryPolicy{
			ResolutionDelaySeconds: 3 * day, InPersonDelaySeconds: 3 * day, FreezeSeconds: 10 * day, MaxOpenRecoveries: 4,
		}
		charter.Requirements = append(slices.Clone(charter.Requirements), membershiptypes.Requirement{Subject: membershiptypes.SubjectInPerson, Rule: "special"})
	})
	l.charter(historyRules)
	_, charter, err := l.members.GetCharter(l.ctx, north)
	require.NoError(t, err)
	require.NoError(t, charter.Validate(membershiptypes.DefaultParams()))
	require.NoError(t, l.keeper.Hooks().AfterCharterInForce(l.ctx, north))
	withFour(l, 1_000)
	h := &history{
		ledger: l, random: rand.New(rand.NewPCG(seed, 0)), audit: newAuditor(l), done: make(map[string]int), refused: make(map[string]int), reasons: make(map[string]int),
		people: []string{anna, ben, cara, dora}, heirs: make(map[uint64]string),
	}
	h.joins("north-eli")
	h.joins("north-fay")
	for memberID := uint64(3); memberID <= 4; memberID++ {
		_, err := membershipkeeper.NewMsgServer(l.members).GrantPower(l.ctx, &membershiptypes.MsgGrantPower{
			Authority: account(north), CoopId: north, MemberId: memberID, Power: membershiptypes.PowerPay, TermSeconds: 365 * day,
		})
		require.NoError(t, err)
	}
	h.lockedTo(20230930)
	h.lockedTo(lastOfOctober)
	h.audit.agrees()
	return h
}

// historyRules have a fund of each policy, accounts by member, an outside account,
// passbooks, dues, a calendar, a floor, and a coin whose value officers enter.
func historyRules(rules *membershiptypes.TreasuryRules) {
	keepPassbooks(rules)
	rules.Currency, rules.Decimals = "EUR", 2
	rules.Coins = []membershiptypes.CoinValue{{Denom: denom, BaseUnits: 1, CurrencyUnits: 1}}
	rules.Funds = []membershiptypes.Fund{
		{Name: "education", Policy: restricted, Purpose: "courses"},
		{Name: "operating", Policy: rules.Funds[0].Policy},
		{Name: "passbook", Policy: rules.Funds[0].Policy},
		{Name: "reserve", Policy: indivisible},
		{Name: "suspense", Policy: rules.Funds[0].Policy},
		{Name: "works", Policy: rules.Funds[0].Policy},
	}
	const (
		asset           = membershiptypes.AccountKind_ACCOUNT_KIND_ASSET
		income, expense = membershiptypes.AccountKind_ACCOUNT_KIND_INCOME, membershiptypes.AccountKind_ACCOUNT_KIND_EXPENSE
	)
	for i, account := range rules.Accounts {
		if account.Code == "5000" {
			rules.Accounts[i].Source = nonMember
		}
	}
	rules.Accounts = append(rules.Accounts, []membershiptypes.LedgerAccount{
		{Code: "1200", Name: "bank", Kind: asset},
		{Code: "1300", Name: "claims", Kind: asset},
		{Code: "1500", Name: "courses' box", Kind: asset},
		{Code: "2000", Name: "creditors", Kind: liability},
		{Code: lent, Name: "loans", Kind: liability, ByMember: true},
		{Code: capital, Name: "shares", Kind: equity, ByMember: true},
		{Code: invested, Name: "investors' shares", Kind: equity, ByMember: true},
		{Code: "4100", Name: "dues", Kind: income, Role: membershiptypes.AccountRole_ACCOUNT_ROLE_DUES},
		{Code: "5900", Name: "rates", Kind: expense, Role: membershiptypes.AccountRole_ACCOUNT_ROLE_EXCHANGE},
	}...)
	slices.SortFunc(rules.Accounts, func(a, b membershiptypes.LedgerAccount) int { return strings.Compare(a.Code, b.Code) })
	rules.Outside = []membershiptypes.OutsideAccount{
		{Name: "bank", Kind: membershiptypes.OutsideKind_OUTSIDE_KIND_BANK, Currency: "EUR", Decimals: 2, Account: "1200", Fund: "operating"},
		{Name: "box", Kind: membershiptypes.OutsideKind_OUTSIDE_KIND_CASH_BOX, Currency: "EUR", Decimals: 2, Account: "1500", Fund: "education"},
	}
	rules.Dues = &membershiptypes.DuesRules{
		FirstDay: 20231201, LapseGround: "dues", LapseAfterPeriods: 6,
		Classes: []membershiptypes.ClassDues{{ClassId: 1, Period: monthly, Denom: denom, Amount: math.NewInt(10)}},
	}
	rules.Instruments = []membershiptypes.Instrument{investorShare(), memberLoan(), memberShare()}
	for i := range rules.Instruments { // years are short here
		rules.Instruments[i].NoticeDays = min(rules.Instruments[i].NoticeDays, 30)
		rules.Instruments[i].TermDays = min(rules.Instruments[i].TermDays, 60)
	}
	rules.Arrears = &membershiptypes.ArrearsRules{LapseGround: arrears, LapseAfterDays: 60, SetOffNoticeDays: 10}
	rules.Fiscal = &membershiptypes.FiscalCalendar{
		StartMonth: 4, StartDay: 1, Pattern: membershiptypes.FiscalPattern_FISCAL_PATTERN_MONTH, FirstDay: 20230901,
	}
	rules.Floors = []membershiptypes.FundFloor{{Fund: "works", Denom: denom, Amount: math.NewInt(50)}}
	rules.Delays = []membershiptypes.PaymentDelay{{Fund: "operating", Denom: denom, Above: math.NewInt(5), DelaySeconds: 3 * day, Vetoes: 2}}
}

// joins gives a member a place.
func (h *history) joins(name string) {
	_, err := membershipkeeper.NewMsgServer(h.members).Admit(h.ctx, &membershiptypes.MsgAdmit{
		Authority: account(north), CoopId: north,
		Member: membershiptypes.NewMember{Class: "workers", Keys: []membershiptypes.KeyProof{testutil.Proof(name, "north", 0, h.clock.Seconds+day)}},
	})
	require.NoError(h.t, err)
	h.people = append(h.people, name)
}

// operates does one thing: mostly a message of the module, else what happens
// beside it.
func (h *history) operates() {
	if h.number(0, 5) == 0 {
		h.oneOf(h.strangerSends, h.strangerSends, h.strangerSends, h.officerClassifies, h.officerClassifies, h.officersClose, h.thiefSteals, h.someoneJoins, h.someoneEnds, h.someoneFreezes)()
		return
	}
	messages := h.messages()
	maps.Copy(messages, h.holdingMessages())
	names := slices.Sorted(maps.Keys(messages))
	// What has succeeded less often is tried more often.
	name, other := names[h.number(0, len(names)-1)], names[h.number(0, len(names)-1)]
	if h.done[other] < h.done[name] {
		name = other
	}
	if message := messages[name](); message != nil {
		h.tries(name, message)
		return
	}
	h.operates() // there is nothing now that it could be about
}

// tries a message, whole or not at all.
func (h *history) tries(name string, message sdk.Msg) {
	hashed := h.number(1, refusalsHashed) == 1
	before := ""
	if hashed {
		before = h.hash()
	}
	cached, write := h.ctx.CacheContext()
	_, err := h.deliver(cached, message)
	if err == nil {
		write()
		h.done[name]++
		return
	}
	h.refused[name]++
	h.reasons[name+": "+reason(err)]++
	if hashed {
		write()
		require.Equal(h.t, before, h.hash(), "a refusal changes nothing, even where it is not thrown away: %s: %s", name, err)
	}
}

// reason is the error's own sentence, without the figures before it.
func reason(err error) string {
	words := strings.Split(err.Error(), ": ")
	return words[len(words)-1]
}

// block ends after minutes, hours or days, and is audited.
func (h *history) block(number int) {
	h.clock.Seconds += int64(h.number(60, day/2))
	require.NoError(h.t, h.members.EndBlock(h.ctx))
	h.ctx = h.ctx.WithBlockHeight(h.ctx.BlockHeight() + 1).WithEventManager(sdk.NewEventManager())
	require.NoError(h.t, h.keeper.EndBlock(h.ctx))
	require.False(h.t, h.frozen())
	h.audit.agrees()
	if number%wholeCheckEvery == 0 {
		require.NoError(h.t, h.keeper.CheckInvariants(h.ctx))
	}
}

// tells what happened, and demands that every message did.
func (h *history) tells() {
	book, err := h.keeper.Books.Get(h.ctx, north)
	require.NoError(h.t, err)
	done, refused := 0, 0
	for _, method := range types.Msg_serviceDesc.Methods {
		name := method.MethodName
		h.t.Logf("%-24s %4d done, %4d refused", name, h.done[name], h.refused[name])
		if !slices.Contains(seldom, name) {
			assert.Positive(h.t, h.done[name], "%s never succeeded", name)
		}
		assert.Positive(h.t, h.refused[name], "%s was never refused", name)
		done, refused = done+h.done[name], refused+h.refused[name]
	}
	for _, why := range slices.Sorted(maps.Keys(h.reasons)) {
		h.t.Logf("refused %4d times %s", h.reasons[why], why)
	}
	h.t.Logf("%d messages done and %d refused in %d days; %d entries, %d payments", done, refused,
		(h.clock.Seconds-testutil.Start)/day, book.Entries, book.LastPaymentId)
	require.Positive(h.t, h.done["send"])
	require.Positive(h.t, h.refused["steal"])
	require.Positive(h.t, h.done["end"])
	h.survives()
}

// strangerSends coins to the co-op, or into a purse.
func (h *history) strangerSends() {
	to := h.oneOfAddresses(membershiptypes.CoopAccount(north), purse("operating"), purse("reserve"), purse("works"), membershiptypes.CoopAccount(east))
	sent := sdk.Coins{{Denom: h.denom(), Amount: math.NewInt(int64(h.number(1, 900)))}}
	require.NoError(h.t, h.bank.SendCoins(h.ctx, person("visitor"), to, sent))
	h.done["send"]++
}

// officerClassifies most of what waits in suspense, so that there is something to spend.
func (h *history) officerClassifies() {
	waits := h.bank.GetBalance(h.ctx, purse("suspense"), denom)
	if waits.Amount.LT(math.NewInt(2)) {
		return
	}
	waits.Amount = waits.Amount.QuoRaw(2)
	h.tries("classify half", &types.MsgClassify{
		Authority: testutil.Address(anna), CoopId: north, Coin: waits, Fund: h.word("operating", "operating", "works", "education"), Account: "4000",
	})
}

// officersClose the period that is over: they decide on what waits, and lock it.
func (h *history) officersClose() {
	next := h.periods().Next
	if !next.Ended {
		return
	}
	for _, id := range h.waiting() {
		for _, name := range []string{anna, ben} {
			h.tries("ApproveEntry", approval(name, id))
		}
	}
	for _, name := range []string{anna, ben} {
		h.tries("LockPeriod", locks(name, next.LastDay))
	}
}

// thiefSteals from an account or a purse, by the bank.
func (h *history) thiefSteals() {
	from := h.oneOfAddresses(membershiptypes.CoopAccount(north), purse("operating"), purse("reserve"), purse("passbook"), purse("education"))
	to := h.oneOfAddresses(person("thief"), membershiptypes.CoopAccount(east), purse("operating"))
	require.ErrorIs(h.t, h.bank.SendCoins(h.ctx, from, to, coins(1)), types.ErrPurseClosed)
	h.refused["steal"]++
}

func (h *history) someoneJoins() {
	if h.joined < 9 {
		h.joined++
		h.joins(fmt.Sprintf("north-guest-%d", h.joined))
	}
}

// someoneEnds a membership: a guest leaves, is expelled, lapses or dies.
func (h *history) someoneEnds() {
	if len(h.people) <= founders {
		return
	}
	memberID := uint64(h.number(founders+1, len(h.people)))
	member, err := h.members.GetMember(h.ctx, north, memberID)
	require.NoError(h.t, err)
	if !member.HoldsPlace() {
		return
	}
	switch h.number(0, 3) {
	case 0:
		h.ends(memberID, membershiptypes.MemberState_MEMBER_STATE_LEFT)
	case 1:
		h.ends(memberID, membershiptypes.MemberState_MEMBER_STATE_LAPSED)
	case 2:
		h.expelled(memberID)
	case 3:
		heir := h.people[memberID-1] + "-heir"
		h.dies(memberID, heir)
		h.heirs[memberID] = heir
	}
	h.done["end"]++
}

func (h *history) someoneFreezes() {
	_, name := h.member()
	memberID := uint64(slices.Index(h.people, name) + 1)
	if memberID < 4 { // somebody keeps the book, and pays
		return
	}
	cached, write := h.ctx.CacheContext()
	_, err := membershipkeeper.NewMsgServer(h.members).Freeze(cached, &membershiptypes.MsgFreeze{
		Signer: testutil.Address(name), CoopId: north, MemberId: memberID,
	})
	if err == nil {
		write()
		h.done["freeze"]++
	}
}
