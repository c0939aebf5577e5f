package integration

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/require"

	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/coopledger/coopledger/offchain/payments"
	"github.com/coopledger/coopledger/testutil/ledger"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
	treasurytypes "github.com/coopledger/coopledger/x/treasury/types"
)

// Most of the federation's money is in a bank: the buffer is under what two officers
// attest to be there, hours are claimed and approved as ever, a file takes them to
// the bank, and the statement closes the month.
func TestCoopCloudsBank(t *testing.T) {
	y := begins(t)
	y.secondBookkeeper()
	statement := bytes.Repeat([]byte{1}, 32)
	opening := y.attested(buffer, "3000", statement)

	terms := y.terms(fixesHours, "CRITICAL-FIXES")
	terms.Denom, terms.Outside = "EUR", "bank"
	own := y.CoopDecides(ledger.Worker, y.Proposal(y.Account(ledger.Worker), ledger.Root, "large", y.opens(terms)))
	y.Block()
	require.Equal(t, treasurytypes.ErrBelowFloor.ABCICode(), y.Resolution(own).Outcome.ErrorCode, "at the buffer no budget is proposed")
	dues := y.attested(6*duesMonth, "4100", statement)
	y.decided(y.opens(terms))

	// The payees are known to the co-op alone.
	list, err := payments.ReadPayees(bytes.NewReader([]byte("code,name,iban,bic,salt\n" +
		"bank,Co-op Cloud Federation,DE89370400440532013000,,0f5a7cc2d1e94b3f8a61\n" +
		"VOL-1,Volunteer One,GB82WEST12345698765432,,5c1f2b7ae6d04bd29f3e\n")))
	require.NoError(t, err)
	me, err := y.App.Keepers().Membership.MemberByKey(y.Ctx(), y.root, y.fixers[0].Address())
	require.NoError(t, err)
	claim := &treasurytypes.MsgRequestPayment{
		Member: y.fixers[0].String(), CoopId: y.root, BudgetId: 1, PayeeCode: "VOL-1", PayeeSha256: list[1].Hash(), PayeeMemberId: me.MemberId,
		Coin: sdk.NewInt64Coin("EUR", 2*hour), Narrative: "HOURS-01",
	}
	y.Do(y.fixers[0], claim)
	y.Do(y.fixers[2], y.approves(2, 1))
	y.Do(y.fixers[3], y.approves(3, 1))
	due := y.payment(1)
	require.Equal(t, treasurytypes.PaymentStatus_PAYMENT_STATUS_DUE, due.Status)

	outside := y.bank()
	file, err := payments.New(y.root, outside.Outside, []treasurytypes.Payment{due}, list, y.Time, y.Time)
	require.NoError(t, err)
	require.EqualValues(t, 2*hour, file.Total().Int64())
	y.Do(y.fixers[3], &treasurytypes.MsgRecordPaymentFile{
		Officer: y.fixers[3].String(), CoopId: y.root, Outside: "bank", PaymentIds: file.PaymentIDs(), Total: file.Total(), FileSha256: statement,
	})
	confirm := &treasurytypes.MsgConfirmPaymentFile{CoopId: y.root, FileId: 1, PaidIds: []uint64{1}, DocumentSha256: statement}
	confirm.Officer = y.fixers[3].String()
	y.Refused(y.fixers[3], treasurytypes.ErrSameOfficer, confirm)
	confirm.Officer = y.fixers[2].String()
	y.Do(y.fixers[2], confirm)
	paid := y.payment(1).Entry
	require.NotZero(t, paid)

	closing := math.NewInt(buffer + 6*duesMonth - 2*hour)
	reconcile := &treasurytypes.MsgReconcile{
		Officer: y.fixers[3].String(), CoopId: y.root, Outside: "bank", Opening: math.ZeroInt(), Closing: closing.AddRaw(1), AsOf: y.Time.Unix(),
		Entries: []uint64{opening, dues, paid}, DocumentSha256: statement,
	}
	y.Refused(y.fixers[3], treasurytypes.ErrInvalidStatement, reconcile)
	reconcile.Closing = closing
	y.Do(y.fixers[3], reconcile)
	y.Do(y.fixers[2], &treasurytypes.MsgApproveReconciliation{Officer: y.fixers[2].String(), CoopId: y.root, ReconciliationId: 1})
	line := y.bank()
	require.Equal(t, closing, line.Attested.Amount)
	require.Equal(t, closing, line.Stated)
	require.True(t, line.Unmatched.IsZero())
	require.NoError(t, y.App.Keepers().Treasury.CheckInvariants(y.Ctx()))
}

// secondBookkeeper is the other one who may approve.
func (y *year) secondBookkeeper() {
	member, err := y.App.Keepers().Membership.MemberByKey(y.Ctx(), y.root, y.fixers[2].Address())
	require.NoError(y.t, err)
	y.decided(&membershiptypes.MsgGrantPower{
		Authority: y.Account(ledger.Root), CoopId: y.root, MemberId: member.MemberId, Power: membershiptypes.PowerBook, TermSeconds: 30_000_000,
	})
}

// attested by the two bookkeepers; the entry's number.
func (y *year) attested(cents int64, account string, document []byte) uint64 {
	y.Do(y.fixers[3], &treasurytypes.MsgAttest{
		Officer: y.fixers[3].String(), CoopId: y.root, Outside: "bank", Amount: math.NewInt(cents), Account: account, DocumentSha256: document,
	})
	book, err := y.App.Keepers().Treasury.Books.Get(y.Ctx(), y.root)
	require.NoError(y.t, err)
	y.Do(y.fixers[2], &treasurytypes.MsgApproveEntry{Officer: y.fixers[2].String(), CoopId: y.root, PendingId: book.LastPendingId})
	book, err = y.App.Keepers().Treasury.Books.Get(y.Ctx(), y.root)
	require.NoError(y.t, err)
	return book.Entries
}

func (y *year) bank() treasurytypes.OutsideLine {
	answer, err := y.book.Outside(y.Ctx(), &treasurytypes.QueryOutsideRequest{Coop: ledger.Root})
	require.NoError(y.t, err)
	require.Len(y.t, answer.Lines, 1)
	return answer.Lines[0]
}

func (y *year) payment(id uint64) treasurytypes.Payment {
	answer, err := y.book.Payment(y.Ctx(), &treasurytypes.QueryPaymentRequest{Coop: ledger.Root, PaymentId: id})
	require.NoError(y.t, err)
	return answer.Payment
}
