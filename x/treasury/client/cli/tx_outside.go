package cli

import (
	"encoding/hex"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/coopledger/coopledger/x/treasury/types"
)

const (
	flagOutside     = "outside"
	flagPayeeHash   = "payee-sha256"
	flagPayeeMember = "payee-member"
	flagPaid        = "paid"
	flagUnpaid      = "unpaid"
)

// outsideCmds are what officers attest about money that the ledger doesn't hold,
// and how it is paid.
func outsideCmds() []*cobra.Command {
	pay := proposed("pay-outside COOP OUTSIDE PAYEE_CODE AMOUNT ACCOUNT", "Write a proposal to pay out of an outside account", "Payment", 5, payOutside)
	addPayeeFlags(pay)
	confirm := sent("confirm-file COOP FILE", "Say which payments of a file the statement shows, as another officer than the one who recorded it", 2, 2, confirmFile,
		"coopd tx treasury confirm-file alder 3 --paid 7,9 --unpaid 8 --document 9f86… --from bookkeeper")
	confirm.Flags().String(flagPaid, "", "payments that the statement shows, by number, with commas between")
	confirm.Flags().String(flagUnpaid, "", "payments that the bank has not made, by number, with commas between")
	return append(statementCmds(),
		pay,
		sent("record-file COOP OUTSIDE TOTAL FILE_SHA256 PAYMENT...", "Record that payments are in a file, before it is given to the bank; coopd treasury payment-file prints the whole command", 5, -1, recordFile, ""),
		confirm,
		sent("return-payment COOP PAYMENT REASON", "Say that a payment has come back, by the statement; a second officer approves it", 3, 3, returnPayment,
			"coopd tx treasury return-payment alder 9 ACCOUNT-CLOSED --document 9f86… --from treasurer"),
		sent("received COOP OUTSIDE AMOUNT [ACCOUNT]", "Attest what came to an outside account; a second officer approves it", 3, 4, received,
			"coopd tx treasury received alder bank 120000 4000 --narrative DUES-2027-01 --document 9f86… --from treasurer"),
		sent("spent COOP OUTSIDE AMOUNT ACCOUNT", "Attest what left an outside account, such as the bank's fee; a second officer approves it", 4, 4, spent,
			"coopd tx treasury spent alder bank 950 5000 --narrative BANK-FEE-2027-01 --document 9f86… --from treasurer"),
	)
}

func received(cmd *cobra.Command, signer string, coopID uint64, args []string) (sdk.Msg, error) {
	return attest(cmd, signer, coopID, args, false)
}

func spent(cmd *cobra.Command, signer string, coopID uint64, args []string) (sdk.Msg, error) {
	return attest(cmd, signer, coopID, args, true)
}

// attest reads the name of the outside account, an amount in minor units and the
// account of the book, which is left out of what nobody can classify yet.
func attest(cmd *cobra.Command, signer string, coopID uint64, args []string, left bool) (sdk.Msg, error) {
	amount, err := minorUnits(args[1])
	if err != nil {
		return nil, err
	}
	if left {
		amount = amount.Neg()
	}
	account := ""
	if len(args) > 2 {
		account = args[2]
	}
	narrative, document, err := voucher(cmd)
	return &types.MsgAttest{
		Officer: signer, CoopId: coopID, Outside: args[0], Amount: amount, Account: account, Narrative: narrative, DocumentSha256: document,
	}, err
}

func addPayeeFlags(cmd *cobra.Command) {
	cmd.Flags().String(flagPayeeHash, "", "SHA-256 of the payee's details, where an outside account pays and the payee is a code: coopd treasury payee CODE --payees FILE")
	cmd.Flags().Uint64(flagPayeeMember, 0, "number of the member who is paid, where an outside account pays or on Ethereum; left out if it is none")
}

func outsidePayee(cmd *cobra.Command) (hash []byte, memberID uint64, err error) {
	text, err := cmd.Flags().GetString(flagPayeeHash)
	if err != nil {
		return nil, 0, err
	}
	if hash, err = hex.DecodeString(text); err != nil {
		return nil, 0, fmt.Errorf("--%s %q is not hexadecimal; get it with: coopd treasury payee CODE --payees FILE", flagPayeeHash, text)
	}
	memberID, err = cmd.Flags().GetUint64(flagPayeeMember)
	return hash, memberID, err
}

func payOutside(cmd *cobra.Command, account string, coopID uint64, args []string) (sdk.Msg, error) {
	amount, err := minorUnits(args[2])
	if err != nil {
		return nil, err
	}
	hash, memberID, err := outsidePayee(cmd)
	if err != nil {
		return nil, err
	}
	narrative, document, err := voucher(cmd)
	return &types.MsgPayOutside{
		Authority: account, CoopId: coopID, Outside: args[0], PayeeCode: args[1], PayeeSha256: hash, PayeeMemberId: memberID,
		Amount: amount, Account: args[3], Narrative: narrative, DocumentSha256: document,
	}, err
}

func recordFile(_ *cobra.Command, signer string, coopID uint64, args []string) (sdk.Msg, error) {
	total, err := minorUnits(args[1])
	if err != nil {
		return nil, err
	}
	hash, err := hex.DecodeString(args[2])
	if err != nil {
		return nil, fmt.Errorf("%q is not hexadecimal; coopd treasury payment-file prints the file's hash", args[2])
	}
	ids, err := numbers(args[3:])
	return &types.MsgRecordPaymentFile{Officer: signer, CoopId: coopID, Outside: args[0], Total: total, FileSha256: hash, PaymentIds: ids}, err
}

func confirmFile(cmd *cobra.Command, signer string, coopID uint64, args []string) (sdk.Msg, error) {
	file, err := number(args[0], "a payment file")
	if err != nil {
		return nil, err
	}
	message := &types.MsgConfirmPaymentFile{Officer: signer, CoopId: coopID, FileId: file}
	if message.PaidIds, err = listed(cmd, flagPaid); err != nil {
		return nil, err
	}
	if message.UnpaidIds, err = listed(cmd, flagUnpaid); err != nil {
		return nil, err
	}
	_, message.DocumentSha256, err = voucher(cmd)
	return message, err
}

func returnPayment(cmd *cobra.Command, signer string, coopID uint64, args []string) (sdk.Msg, error) {
	id, err := number(args[0], "a payment")
	if err != nil {
		return nil, err
	}
	_, document, err := voucher(cmd)
	return &types.MsgReturnPayment{Officer: signer, CoopId: coopID, PaymentId: id, Reason: args[1], DocumentSha256: document}, err
}

func minorUnits(text string) (math.Int, error) {
	amount, ok := math.NewIntFromString(text)
	if !ok || !amount.IsPositive() {
		return math.Int{}, fmt.Errorf("%q is no amount in minor units of the account's currency, such as 1250 for 12.50 EUR", text)
	}
	return amount, nil
}

func numbers(texts []string) (ids []uint64, err error) {
	for _, text := range texts {
		id, err := number(strings.TrimSpace(text), "an entry or a payment")
		if err != nil {
			return nil, err
		}
		ids = append(ids, id)
	}
	return ids, nil
}

// listed reads numbers with commas between; none is fine.
func listed(cmd *cobra.Command, flag string) ([]uint64, error) {
	text, err := cmd.Flags().GetString(flag)
	if err != nil || text == "" {
		return nil, err
	}
	ids, err := numbers(strings.Split(text, ","))
	if err != nil {
		return nil, fmt.Errorf("--%s: %w", flag, err)
	}
	return ids, nil
}
