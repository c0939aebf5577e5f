package keeper_test

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/require"

	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/coopledger/coopledger/x/membership/testutil"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
	"github.com/coopledger/coopledger/x/treasury/types"
)

var (
	supplier = types.PayeeHash("SUP-1", "Reed & Daughters", "GB82WEST12345698765432", "", "5c1f2b7ae6d04bd29f3e")
	fileHash = bytes.Repeat([]byte{9}, 32)
)

// bankTerms are those of a budget of 100 euros a month in the bank, of which one
// payment is at most 60.
func bankTerms() types.BudgetTerms {
	given := terms()
	given.Denom, given.Outside = "EUR", "bank"
	return given
}

// bankedFour has four members, and so much in the bank as Anna and Ben attest.
func bankedFour(t testing.TB, amount int64) *ledger {
	l := withFour(withOutside(t), 1)
	l.attested("bank", amount, "4000")
	return l
}

// asksBank is Anna's request to pay the supplier out of the bank.
func asksBank(budget uint64, amount int64) *types.MsgRequestPayment {
	return &types.MsgRequestPayment{
		Member: testutil.Address(anna), CoopId: north, BudgetId: budget, PayeeCode: "SUP-1", PayeeSha256: supplier,
		Coin: sdk.NewInt64Coin("EUR", amount), Narrative: "INV-17",
	}
}

// dueInBank is a payment of the bank that is approved and due.
func (l *ledger) dueInBank(budget uint64, amount int64) uint64 {
	l.t.Helper()
	id := l.asked(asksBank(budget, amount))
	require.Equal(l.t, types.PaymentStatus_PAYMENT_STATUS_DUE, l.approved(id))
	return id
}

func records(total int64, ids ...uint64) *types.MsgRecordPaymentFile {
	return &types.MsgRecordPaymentFile{
		Officer: testutil.Address(anna), CoopId: north, Outside: "bank", PaymentIds: ids, Total: math.NewInt(total), FileSha256: fileHash,
	}
}

func confirms(file uint64, paid, unpaid []uint64) *types.MsgConfirmPaymentFile {
	return &types.MsgConfirmPaymentFile{
		Officer: testutil.Address(ben), CoopId: north, FileId: file, PaidIds: paid, UnpaidIds: unpaid, DocumentSha256: statement,
	}
}

func returns(payment uint64) *types.MsgReturnPayment {
	return &types.MsgReturnPayment{
		Officer: testutil.Address(anna), CoopId: north, PaymentId: payment, Reason: "ACCOUNT-CLOSED", DocumentSha256: statement,
	}
}

func (l *ledger) inBank() (attested, reserved int64) {
	l.t.Helper()
	line := l.outsideHas("bank")
	return line.Attested.Amount.Int64(), line.Reserved.Int64()
}

// From the request to the statement: the money leaves the book when the bank has
// paid, and not before.
func TestABudgetOfTheBank(t *testing.T) {
	l := bankedFour(t, 500)
	budget := l.opened(bankTerms())
	first, second := l.dueInBank(budget, 40), l.dueInBank(budget, 50)
	attested, reserved := l.inBank()
	require.Equal(t, []int64{500, 90}, []int64{attested, reserved}, "it is reserved, and there still")
	require.EqualValues(t, 10, l.left(budget))

	l.send(nil, records(90, first, second))
	require.Equal(t, types.PaymentStatus_PAYMENT_STATUS_EXPORTED, l.seen(first).Status)
	answer := l.send(nil, confirms(1, []uint64{first}, nil)).(*types.MsgConfirmPaymentFileResponse)
	require.EqualValues(t, 1, answer.Open)
	attested, reserved = l.inBank()
	require.Equal(t, []int64{460, 50}, []int64{attested, reserved})
	paid := l.seen(first)
	require.Equal(t, types.PaymentStatus_PAYMENT_STATUS_PAID, paid.Status)
	entry, err := l.query.Entry(l.ctx, &types.QueryEntryRequest{Coop: "north", Number: paid.Entry})
	require.NoError(t, err)
	require.Equal(t, types.Source_SOURCE_PAYMENT, entry.Entry.Source)
	require.Equal(t, first, entry.Entry.PaymentId)
	require.EqualValues(t, 9, entry.Entry.ResolutionId)
	require.EqualValues(t, 40, l.worth("5000", "operating", "EUR"))

	l.send(nil, confirms(1, nil, []uint64{second}))
	unpaid := l.seen(second)
	require.Equal(t, types.PaymentStatus_PAYMENT_STATUS_HELD, unpaid.Status)
	require.Equal(t, types.ErrNotMade.ABCICode(), unpaid.ErrorCode)
	l.survives()
	require.NoError(t, l.keeper.CheckInvariants(l.ctx))
	l.send(nil, &types.MsgRetryPayment{Member: testutil.Address(anna), CoopId: north, PaymentId: second})
	require.Equal(t, types.PaymentStatus_PAYMENT_STATUS_DUE, l.seen(second).Status)
	l.send(nil, &types.MsgWithdrawPayment{Member: testutil.Address(anna), CoopId: north, PaymentId: second})
	attested, reserved = l.inBank()
	require.Equal(t, []int64{460, 0}, []int64{attested, reserved})
	require.EqualValues(t, 60, l.left(budget))

	files, err := l.query.PaymentFiles(l.ctx, &types.QueryPaymentFilesRequest{Coop: "north"})
	require.NoError(t, err)
	require.Len(t, files.Files, 1)
	require.Equal(t, []uint64{1, 2}, []uint64{files.Files[0].ExporterMemberId, files.Files[0].ConfirmerMemberId})
	require.Zero(t, files.Files[0].Open)
}

func TestBudgetsOfTheBankAreRefused(t *testing.T) {
	for name, c := range map[string]struct {
		change  func(*types.BudgetTerms)
		refusal error
	}{
		"error - unknown outside account": {func(b *types.BudgetTerms) { b.Outside = "vault" }, types.ErrUnknownOutside},
		"error - another fund":            {func(b *types.BudgetTerms) { b.Fund = "education" }, types.ErrInvalidBudget},
		"error - another currency":        {func(b *types.BudgetTerms) { b.Denom = denom }, types.ErrInvalidBudget},
		"error - an indivisible fund":     {func(b *types.BudgetTerms) { b.Outside, b.Fund = "savings", "reserve" }, types.ErrFundPolicy},
		"error - booked to the bank":      {func(b *types.BudgetTerms) { b.Account = "1200" }, types.ErrWrongAccount},
	} {
		t.Run(name, func(t *testing.T) {
			given := bankTerms()
			c.change(&given)
			bankedFour(t, 500).send(c.refusal, opens(given))
		})
	}
}

func TestRequestsOfTheBankAreRefused(t *testing.T) {
	l := bankedFour(t, 500)
	inBank, inCoins := l.opened(bankTerms()), l.opened(terms())
	for name, c := range map[string]struct {
		budget  uint64
		change  func(*types.MsgRequestPayment)
		refusal error
	}{
		"error - an address":           {inBank, func(m *types.MsgRequestPayment) { m.Payee = testutil.Address("supplier") }, types.ErrInvalidPayee},
		"error - no code":              {inBank, func(m *types.MsgRequestPayment) { m.PayeeCode = "" }, types.ErrInvalidPayee},
		"error - a name":               {inBank, func(m *types.MsgRequestPayment) { m.PayeeCode = "Ünal Druckerei" }, types.ErrInvalidPayee},
		"error - no hash":              {inBank, func(m *types.MsgRequestPayment) { m.PayeeSha256 = nil }, types.ErrInvalidPayee},
		"error - no such member":       {inBank, func(m *types.MsgRequestPayment) { m.PayeeMemberId = 77 }, membershiptypes.ErrUnknownMember},
		"error - coins":                {inBank, func(m *types.MsgRequestPayment) { m.Coin.Denom = denom }, types.ErrInvalidPayment},
		"error - above the ceiling":    {inBank, func(m *types.MsgRequestPayment) { m.Coin.Amount = math.NewInt(61) }, types.ErrOverBudget},
		"error - a hash gets no coins": {inCoins, func(m *types.MsgRequestPayment) { m.Payee, m.Coin.Denom = testutil.Address("supplier"), denom }, types.ErrInvalidPayee},
	} {
		t.Run(name, func(t *testing.T) {
			message := asksBank(c.budget, 10)
			c.change(message)
			l.send(c.refusal, message)
		})
	}
}

// The ledger can't tell whose the hash is; who asks says so, and that member
// approves nothing of it (H17).
func TestH17AMemberPaidByTheBankDoesNotApprove(t *testing.T) {
	l := bankedFour(t, 500)
	message := asksBank(l.opened(bankTerms()), 10)
	message.PayeeMemberId = 2
	id := l.asked(message)
	l.send(types.ErrOwnPayment, approves(ben, id))
	l.send(types.ErrOwnPayment, approves(anna, id))
	l.send(nil, approves(cara, id))
	l.send(types.ErrTwice, approves(cara, id))
	l.send(nil, approves(dora, id))
	l.send(nil, records(10, id))
	l.send(nil, confirms(1, []uint64{id}, nil))
	entry, err := l.query.Entry(l.ctx, &types.QueryEntryRequest{Coop: "north", Number: l.seen(id).Entry})
	require.NoError(t, err)
	require.True(t, entry.Entry.RelatedParty)
}

// H18: what is attested is promised once.
func TestH18WhatIsInTheBankIsPromisedOnce(t *testing.T) {
	l := bankedFour(t, 70)
	budget := l.opened(bankTerms())
	l.dueInBank(budget, 40)
	second := l.asked(asksBank(budget, 40))
	l.send(nil, approves(ben, second))
	l.send(types.ErrNotEnoughOutside, approves(cara, second))
	l.send(types.ErrNotEnoughOutside, attests("bank", -31, "5000"))
	l.send(types.ErrNotEnoughOutside, payBank(31))
	l.send(types.ErrNotEnoughOutside, &types.MsgReverse{Officer: testutil.Address(anna), CoopId: north, Entry: 3})
	l.attested("bank", -30, "5000")
	// What is in the cash box is another's.
	l.attested("box", 100, "4000")
	l.send(types.ErrNotEnoughOutside, approves(cara, second))
	// Nor is there more than the cap.
	l.attested("bank", 500, "4000")
	l.send(nil, approves(cara, second))
	third := l.asked(asksBank(budget, 21))
	l.send(nil, approves(ben, third))
	l.send(types.ErrOverBudget, approves(cara, third))
}

// The charter's floor is under all that the fund has in a currency, wherever it is.
func TestTheFloorUnderTheBank(t *testing.T) {
	l := bankedFour(t, 50)
	l.charter(func(rules *membershiptypes.TreasuryRules) {
		rules.Floors = []membershiptypes.FundFloor{{Fund: "operating", Denom: "EUR", Amount: math.NewInt(150), Spending: true}}
		rules.Delays = []membershiptypes.PaymentDelay{{Fund: "operating", Denom: "EUR", Above: math.NewInt(30), DelaySeconds: testutil.Day, Vetoes: 2}}
	})
	l.send(types.ErrBelowFloor, opens(bankTerms()))
	l.attested("box", 100, "4000")
	l.send(types.ErrBelowFloor, opens(bankTerms()))
	l.attested("box", 35, "4000")
	budget := l.opened(bankTerms())
	id := l.asked(asksBank(budget, 36))
	l.send(nil, approves(ben, id))
	l.send(types.ErrBelowFloor, approves(cara, id))
	l.attested("box", 1, "4000")
	require.Equal(t, types.PaymentStatus_PAYMENT_STATUS_RESERVED, l.send(nil, approves(cara, id)).(*types.MsgApprovePaymentResponse).Status)
	l.send(types.ErrWrongStage, records(36, id))
	l.later(testutil.Day - 1)
	require.Equal(t, types.PaymentStatus_PAYMENT_STATUS_RESERVED, l.seen(id).Status)
	l.later(1)
	require.Equal(t, types.PaymentStatus_PAYMENT_STATUS_DUE, l.seen(id).Status)
}

func TestPaymentFilesAreRefused(t *testing.T) {
	l := bankedFour(t, 500)
	budget := l.opened(bankTerms())
	first, second := l.dueInBank(budget, 40), l.dueInBank(budget, 20)
	asked := l.asked(asksBank(budget, 5))
	box := bankTerms()
	box.Outside = "box"
	l.attested("box", 100, "4000")
	third := l.dueInBank(l.opened(box), 15)
	for name, c := range map[string]struct {
		change  func(*types.MsgRecordPaymentFile)
		refusal error
	}{
		"error - no officer":              {func(m *types.MsgRecordPaymentFile) { m.Officer = testutil.Address(cara) }, types.ErrUnauthorized},
		"error - no member":               {func(m *types.MsgRecordPaymentFile) { m.Officer = testutil.Address("stranger") }, membershiptypes.ErrNotAMember},
		"error - no payment":              {func(m *types.MsgRecordPaymentFile) { m.PaymentIds = nil }, types.ErrInvalidFile},
		"error - one twice":               {func(m *types.MsgRecordPaymentFile) { m.PaymentIds = []uint64{first, first} }, types.ErrInvalidFile},
		"error - too many":                {func(m *types.MsgRecordPaymentFile) { m.PaymentIds = make([]uint64, 101) }, types.ErrInvalidFile},
		"error - unknown payment":         {func(m *types.MsgRecordPaymentFile) { m.PaymentIds = []uint64{first, 99} }, types.ErrUnknownPayment},
		"error - one that nobody decided": {func(m *types.MsgRecordPaymentFile) { m.PaymentIds = []uint64{first, asked} }, types.ErrWrongStage},
		"error - one of the cash box":     {func(m *types.MsgRecordPaymentFile) { m.PaymentIds, m.Total = []uint64{first, third}, math.NewInt(55) }, types.ErrInvalidFile},
		"error - a unit too much":         {func(m *types.MsgRecordPaymentFile) { m.Total = math.NewInt(61) }, types.ErrInvalidFile},
		"error - no total":                {func(m *types.MsgRecordPaymentFile) { m.Total = math.Int{} }, types.ErrInvalidFile},
		"error - no hash":                 {func(m *types.MsgRecordPaymentFile) { m.FileSha256 = fileHash[1:] }, types.ErrInvalidFile},
		"error - unknown outside":         {func(m *types.MsgRecordPaymentFile) { m.Outside = "vault" }, types.ErrUnknownOutside},
	} {
		t.Run(name, func(t *testing.T) {
			message := records(60, first, second)
			c.change(message)
			l.send(c.refusal, message)
		})
	}
	l.send(nil, records(60, first, second))
	l.send(types.ErrWrongStage, records(60, first, second))
	l.send(types.ErrWrongStage, &types.MsgWithdrawPayment{Member: testutil.Address(anna), CoopId: north, PaymentId: first})
	l.send(types.ErrWrongStage, &types.MsgRefusePayment{Member: account(north), CoopId: north, PaymentId: first, Reason: "NO"})
	other := records(15, third)
	other.Outside = "box"
	l.send(nil, other)

	l.send(types.ErrSameOfficer, &types.MsgConfirmPaymentFile{
		Officer: testutil.Address(anna), CoopId: north, FileId: 1, PaidIds: []uint64{first}, DocumentSha256: statement,
	})
	for name, c := range map[string]struct {
		change  func(*types.MsgConfirmPaymentFile)
		refusal error
	}{
		"error - no officer":       {func(m *types.MsgConfirmPaymentFile) { m.Officer = testutil.Address(cara) }, types.ErrUnauthorized},
		"error - unknown file":     {func(m *types.MsgConfirmPaymentFile) { m.FileId = 3 }, types.ErrUnknownFile},
		"error - says nothing":     {func(m *types.MsgConfirmPaymentFile) { m.PaidIds, m.UnpaidIds = nil, nil }, types.ErrInvalidFile},
		"error - paid and unpaid":  {func(m *types.MsgConfirmPaymentFile) { m.UnpaidIds = []uint64{first} }, types.ErrInvalidFile},
		"error - no statement":     {func(m *types.MsgConfirmPaymentFile) { m.DocumentSha256 = nil }, types.ErrInvalidFile},
		"error - of another file":  {func(m *types.MsgConfirmPaymentFile) { m.PaidIds = []uint64{first, third} }, types.ErrInvalidFile},
		"error - not in any file":  {func(m *types.MsgConfirmPaymentFile) { m.PaidIds = []uint64{first, asked} }, types.ErrWrongStage},
		"error - unknown payment":  {func(m *types.MsgConfirmPaymentFile) { m.UnpaidIds = []uint64{99} }, types.ErrUnknownPayment},
		"error - one listed twice": {func(m *types.MsgConfirmPaymentFile) { m.PaidIds = []uint64{first, first} }, types.ErrInvalidFile},
	} {
		t.Run(name, func(t *testing.T) {
			message := confirms(1, []uint64{first}, []uint64{second})
			c.change(message)
			l.send(c.refusal, message)
		})
	}
	l.send(nil, confirms(1, []uint64{first}, []uint64{second}))
	l.send(types.ErrWrongStage, confirms(1, []uint64{first}, nil))
}

func payBank(amount int64) *types.MsgPayOutside {
	return &types.MsgPayOutside{
		Authority: account(north), CoopId: north, Outside: "bank", PayeeCode: "SUP-1", PayeeSha256: supplier,
		Amount: math.NewInt(amount), Account: "5000", Narrative: "INV-99",
	}
}

// What the members resolve needs no other approval, and goes the same way.
func TestTheMembersPayOutOfTheBank(t *testing.T) {
	l := bankedFour(t, 500)
	for name, c := range map[string]struct {
		change  func(*types.MsgPayOutside)
		refusal error
	}{
		"error - a treasurer alone":   {func(m *types.MsgPayOutside) { m.Authority = testutil.Address(anna) }, types.ErrUnauthorized},
		"error - another co-op":       {func(m *types.MsgPayOutside) { m.Authority = account(east) }, types.ErrUnauthorized},
		"error - unknown account":     {func(m *types.MsgPayOutside) { m.Outside = "vault" }, types.ErrUnknownOutside},
		"error - an indivisible fund": {func(m *types.MsgPayOutside) { m.Outside = "savings" }, types.ErrFundPolicy},
		"error - no amount":           {func(m *types.MsgPayOutside) { m.Amount = math.Int{} }, types.ErrInvalidBudget},
		"error - less than nothing":   {func(m *types.MsgPayOutside) { m.Amount = math.NewInt(-5) }, types.ErrInvalidBudget},
		"error - 2^255 (H21)":         {func(m *types.MsgPayOutside) { m.Amount = huge(255) }, types.ErrOverflow},
		"error - too much":            {func(m *types.MsgPayOutside) { m.Amount = math.NewInt(501) }, types.ErrNotEnoughOutside},
		"error - booked to income":    {func(m *types.MsgPayOutside) { m.Account = "4000" }, types.ErrWrongAccount},
		"error - for nothing":         {func(m *types.MsgPayOutside) { m.Narrative = "" }, types.ErrInvalidPayment},
		"error - nobody":              {func(m *types.MsgPayOutside) { m.PayeeSha256 = nil }, types.ErrInvalidPayee},
	} {
		t.Run(name, func(t *testing.T) {
			message := payBank(200)
			c.change(message)
			l.send(c.refusal, message)
		})
	}
	id := l.send(nil, payBank(200)).(*types.MsgPayOutsideResponse).PaymentId
	payment := l.seen(id)
	require.Equal(t, types.PaymentStatus_PAYMENT_STATUS_DUE, payment.Status)
	l.send(types.ErrBudgetOver, &types.MsgCloseBudget{Authority: account(north), CoopId: north, BudgetId: payment.BudgetId})
	l.send(types.ErrBudgetOver, asksBank(payment.BudgetId, 1))
	l.send(nil, records(200, id))
	l.send(nil, confirms(1, []uint64{id}, nil))
	attested, reserved := l.inBank()
	require.Equal(t, []int64{300, 0}, []int64{attested, reserved})
	l.survives()
	require.NoError(t, l.keeper.CheckInvariants(l.ctx))
}

// What the bank sends back is in the account again, and spoken for until somebody
// decides.
func TestReturnedPayments(t *testing.T) {
	l := bankedFour(t, 500)
	budget := l.opened(bankTerms())
	id := l.dueInBank(budget, 40)
	l.send(types.ErrWrongStage, returns(id))
	l.send(nil, records(40, id))
	l.send(nil, confirms(1, []uint64{id}, nil))
	paid := l.seen(id).Entry

	l.send(types.ErrUnauthorized, func() *types.MsgReturnPayment { m := returns(id); m.Officer = testutil.Address(cara); return m }())
	l.send(types.ErrInvalidAttestation, func() *types.MsgReturnPayment { m := returns(id); m.DocumentSha256 = nil; return m }())
	l.send(types.ErrInvalidPayment, func() *types.MsgReturnPayment { m := returns(id); m.Reason = ""; return m }())
	l.send(types.ErrUnknownPayment, returns(99))
	l.send(types.ErrNotReversible, &types.MsgReverse{Officer: testutil.Address(anna), CoopId: north, Entry: paid})

	waits := l.send(nil, returns(id)).(*types.MsgReturnPaymentResponse).PendingId
	again := l.send(nil, returns(id)).(*types.MsgReturnPaymentResponse).PendingId
	require.Equal(t, types.PaymentStatus_PAYMENT_STATUS_PAID, l.seen(id).Status, "one officer changes nothing")
	l.send(types.ErrSameOfficer, approval(anna, waits))
	entry := l.send(nil, approval(ben, waits)).(*types.MsgApproveEntryResponse).Entry
	l.send(types.ErrNotReversible, approval(ben, again))
	l.send(types.ErrWrongStage, returns(id))

	back := l.seen(id)
	require.Equal(t, types.PaymentStatus_PAYMENT_STATUS_RETURNED, back.Status)
	require.Equal(t, "ACCOUNT-CLOSED", back.Reason)
	require.Equal(t, entry, back.ReturnEntry)
	attested, reserved := l.inBank()
	require.Equal(t, []int64{500, 40}, []int64{attested, reserved})
	require.Zero(t, l.worth("5000", "operating", "EUR"))
	l.survives()
	require.NoError(t, l.keeper.CheckInvariants(l.ctx))

	// Once more, and given up the second time.
	l.send(membershiptypes.ErrNotAMember, &types.MsgRetryPayment{Member: account(east), CoopId: north, PaymentId: id})
	l.send(nil, &types.MsgRetryPayment{Member: testutil.Address(ben), CoopId: north, PaymentId: id})
	l.send(nil, records(40, id))
	l.send(nil, confirms(2, []uint64{id}, nil))
	waits = l.send(nil, returns(id)).(*types.MsgReturnPaymentResponse).PendingId
	l.send(nil, approval(ben, waits))
	l.send(nil, &types.MsgReleasePayment{Member: testutil.Address(ben), CoopId: north, PaymentId: id, Reason: "GONE"})
	attested, reserved = l.inBank()
	require.Equal(t, []int64{500, 0}, []int64{attested, reserved})
	require.EqualValues(t, 100, l.left(budget))
	l.survives()

	coinsPaid := l.asked(asks(l.opened(terms()), 1))
	l.approved(coinsPaid)
	l.send(types.ErrWrongStage, returns(coinsPaid))
}

// A fund that became indivisible pays nothing more, not even what was in a file's turn.
func TestAStricterFundPaysNothingOutOfTheBank(t *testing.T) {
	l := bankedFour(t, 500)
	id := l.dueInBank(l.opened(bankTerms()), 40)
	l.charter(func(rules *membershiptypes.TreasuryRules) { rules.Funds[1].Policy = indivisible })
	l.send(types.ErrFundPolicy, records(40, id))
	l.send(types.ErrFundPolicy, payBank(1))
}

func TestPaymentFilesOfAGenesisAreChecked(t *testing.T) {
	for name, spoil := range map[string]func(*types.GenesisState){
		"a file less":                  func(g *types.GenesisState) { g.PaymentFiles = nil },
		"a file that was not given":    func(g *types.GenesisState) { g.Books[len(g.Books)-1].Book.LastFileId = 0 },
		"a payment of nobody in it":    func(g *types.GenesisState) { g.PaymentFiles[0].PaymentIds = []uint64{99} },
		"more open than are exported":  func(g *types.GenesisState) { g.PaymentFiles[0].Open++ },
		"a payment without its hash":   func(g *types.GenesisState) { g.Payments[0].PayeeSha256 = nil },
		"exported in no file":          func(g *types.GenesisState) { g.Payments[0].FileId = 0 },
		"paid without an approval":     func(g *types.GenesisState) { g.Payments[0].ApproverMemberIds = nil },
		"of coins and out of the bank": func(g *types.GenesisState) { g.Budgets[0].Terms.Outside = "" },
	} {
		t.Run(name, func(t *testing.T) {
			l := bankedFour(t, 500)
			id := l.dueInBank(l.opened(bankTerms()), 40)
			l.send(nil, records(40, id))
			genesis, err := l.keeper.ExportGenesis(l.ctx)
			require.NoError(t, err)
			require.NoError(t, genesis.Validate())
			spoil(genesis)
			require.Error(t, genesis.Validate())
		})
	}
}
