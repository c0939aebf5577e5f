// Package cli has the commands that the automatic ones can't express: they take
// slugs where messages hold ids, and one line where messages hold postings.
package cli

import (
	"encoding/hex"
	"fmt"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"cosmossdk.io/math"

	"github.com/cosmos/cosmos-sdk/client"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/coopledger/coopledger/x/membership/client/command"

	"github.com/coopledger/coopledger/x/treasury/types"
)

const (
	flagNarrative = "narrative"
	flagDocument  = "document"
	flagMember    = "member"
)

// NewTxCmd is `coopd tx treasury …`.
func NewTxCmd() *cobra.Command {
	cmd := &cobra.Command{
		Use:                        types.ModuleName,
		Short:                      "Classify receipts, post and approve entries; write payments for a resolution",
		SuggestionsMinimumDistance: 2,
		RunE:                       client.ValidateCmd,
	}
	classification := sent("classify COOP COIN FUND ACCOUNT", "Say what a receipt in suspense was for", 4, 4, classify,
		"coopd tx treasury classify alder 1200ceur operating 4000 --narrative DUES-2026-01 --from treasurer")
	classification.Flags().Uint64(flagLot, 0, "lot of shares that it pays in; the account is the lot's then, and can be written -")
	classification.Flags().String(flagOutside, "", "outside account to which it came, by its name; coins on the ledger if left out")
	prepare := sent("post COOP ACCOUNT[#MEMBER]:FUND:AMOUNT[DENOM][@FUNCTIONAL]...", "Prepare an entry that moves no coin; a second officer approves it", 3, -1, post,
		"coopd tx treasury post alder 5000:operating:@2500 2000:operating:@-2500 --narrative INV-17 --on 2027-05-31 --from treasurer")
	prepare.Flags().String(flagReverseOn, "", "later day on which the entry takes itself back, such as 2027-06-01; never if left out")
	takeBack := sent("reverse COOP ENTRY", "Prepare the entry that takes an officers' entry back; a second officer approves it", 2, 2, reverse, "")
	for _, dated := range []*cobra.Command{prepare, takeBack} {
		dated.Flags().String(flagOn, "", "accounting date, such as 2027-05-31; today on the co-op's clocks if left out")
	}
	cmd.AddCommand(
		withMember(classification), prepare, takeBack,
		sent("approve-entry COOP PENDING_ID", "Approve what another officer has prepared", 2, 2, approve, ""),
		proposed("pay COOP FUND PAYEE COINS ACCOUNT", "Write a proposal to pay from a fund, to an address or into a passbook (member:7)", "Payment", 5, pay),
		proposed("move COOP FROM_FUND TO_FUND COINS", "Write a proposal to move coins between funds", "Move between funds", 4, move),
	)
	cmd.AddCommand(paymentCmds()...)
	cmd.AddCommand(outsideCmds()...)
	cmd.AddCommand(bookCmds()...)
	cmd.AddCommand(passbookCmds()...)
	cmd.AddCommand(holdingCmds()...)
	return cmd
}

// withMember lets a command say whose part of an account is meant.
func withMember(cmd *cobra.Command) *cobra.Command {
	cmd.Flags().Uint64(flagMember, 0, "number of the member whose part it is, where the account is kept by member")
	return cmd
}

// sent is a command whose message a key signs, with a voucher.
func sent(use, short string, least, most int, make command.Act, example string) *cobra.Command {
	return withVoucher(command.Sent(use, short, least, most, make, example))
}

// proposed is a command that writes a proposal for the members, with a voucher.
func proposed(use, short, title string, arguments int, make command.Act) *cobra.Command {
	return withVoucher(command.Proposed(use, short, title, arguments, make))
}

func withVoucher(cmd *cobra.Command) *cobra.Command {
	cmd.Flags().String(flagNarrative, "", "a short code, such as a voucher's number; no names of people")
	cmd.Flags().String(flagDocument, "", "SHA-256 of the voucher in hexadecimal: coopd doc hash FILE")
	return cmd
}

// voucher reads the narrative and the document's hash.
func voucher(cmd *cobra.Command) (narrative string, document []byte, err error) {
	if narrative, err = cmd.Flags().GetString(flagNarrative); err != nil {
		return "", nil, err
	}
	text, err := cmd.Flags().GetString(flagDocument)
	if err != nil {
		return "", nil, err
	}
	if document, err = hex.DecodeString(text); err != nil {
		return "", nil, fmt.Errorf("--%s %q is not hexadecimal; get the hash with: coopd doc hash FILE", flagDocument, text)
	}
	return narrative, document, nil
}

func number(text, what string) (uint64, error) {
	value, err := strconv.ParseUint(text, 10, 64)
	if err != nil {
		return 0, fmt.Errorf("%q is not the number of %s", text, what)
	}
	return value, nil
}

func classify(cmd *cobra.Command, signer string, coopID uint64, args []string) (sdk.Msg, error) {
	coin, err := sdk.ParseCoinNormalized(args[0])
	if err != nil {
		return nil, fmt.Errorf("%q is no coin, such as 1200ceur: %w", args[0], err)
	}
	narrative, document, err := voucher(cmd)
	if err != nil {
		return nil, err
	}
	outside, err := cmd.Flags().GetString(flagOutside)
	if err != nil {
		return nil, err
	}
	member, err := cmd.Flags().GetUint64(flagMember)
	if err != nil {
		return nil, err
	}
	lot, err := cmd.Flags().GetUint64(flagLot)
	account := args[2]
	if lot != 0 && account == "-" {
		account = ""
	}
	return &types.MsgClassify{
		Authority: signer, CoopId: coopID, Coin: coin, Fund: args[1], Account: account, Narrative: narrative, DocumentSha256: document,
		Outside: outside, MemberId: member, LotId: lot,
	}, err
}

func post(cmd *cobra.Command, signer string, coopID uint64, args []string) (sdk.Msg, error) {
	narrative, document, err := voucher(cmd)
	if err != nil {
		return nil, err
	}
	message := &types.MsgPost{Officer: signer, CoopId: coopID, Narrative: narrative, DocumentSha256: document}
	if message.AccountingDate, err = dayFlag(cmd, flagOn); err != nil {
		return nil, err
	}
	if message.ReverseOn, err = dayFlag(cmd, flagReverseOn); err != nil {
		return nil, err
	}
	for _, text := range args {
		posting, err := ParsePosting(text)
		if err != nil {
			return nil, err
		}
		message.Postings = append(message.Postings, posting)
	}
	return message, nil
}

// ParsePosting reads a line such as 5000:operating:100ceur@95,
// 5000:operating:@2500, or 3100#7:operating:@-5000 for the part of member 7 in an
// account that is kept by member. Debits are positive, credits negative.
func ParsePosting(text string) (types.Posting, error) {
	malformed := fmt.Errorf("%q is no posting: write ACCOUNT[#MEMBER]:FUND:AMOUNT[DENOM][@FUNCTIONAL], such as 5000:operating:@2500, 2000:operating:-100ceur@-95 or 3100#7:operating:@-5000", text)
	account, rest, found := strings.Cut(text, ":")
	if !found {
		return types.Posting{}, malformed
	}
	account, member, ofMember := strings.Cut(account, "#")
	memberID, err := strconv.ParseUint(member, 10, 64)
	if ofMember && err != nil {
		return types.Posting{}, malformed
	}
	fund, amounts, found := strings.Cut(rest, ":")
	if !found {
		return types.Posting{}, malformed
	}
	coin, functional, _ := strings.Cut(amounts, "@")
	posting := types.NewPosting(account, fund, "", math.ZeroInt(), math.ZeroInt())
	posting.MemberId = memberID
	if coin != "" {
		digits := strings.IndexFunc(coin, func(r rune) bool { return r != '-' && (r < '0' || r > '9') })
		if digits <= 0 {
			return types.Posting{}, malformed
		}
		amount, ok := math.NewIntFromString(coin[:digits])
		if !ok {
			return types.Posting{}, malformed
		}
		posting.Amount, posting.Denom = amount, coin[digits:]
	}
	if functional != "" {
		value, ok := math.NewIntFromString(functional)
		if !ok {
			return types.Posting{}, malformed
		}
		posting.Functional = value
	}
	return posting, nil
}

func reverse(cmd *cobra.Command, signer string, coopID uint64, args []string) (sdk.Msg, error) {
	entry, err := number(args[0], "an entry")
	if err != nil {
		return nil, err
	}
	day, err := dayFlag(cmd, flagOn)
	if err != nil {
		return nil, err
	}
	narrative, _, err := voucher(cmd)
	return &types.MsgReverse{Officer: signer, CoopId: coopID, Entry: entry, Narrative: narrative, AccountingDate: day}, err
}

func approve(_ *cobra.Command, signer string, coopID uint64, args []string) (sdk.Msg, error) {
	pending, err := number(args[0], "a waiting entry")
	return &types.MsgApproveEntry{Officer: signer, CoopId: coopID, PendingId: pending}, err
}

func pay(cmd *cobra.Command, account string, coopID uint64, args []string) (sdk.Msg, error) {
	coins, err := sdk.ParseCoinsNormalized(args[2])
	if err != nil {
		return nil, err
	}
	payee, memberID, err := ParsePayee(args[1])
	if err != nil {
		return nil, err
	}
	narrative, document, err := voucher(cmd)
	return &types.MsgPay{
		Authority: account, CoopId: coopID, Fund: args[0], Payee: payee, PayeeMemberId: memberID, Coins: coins, Account: args[3],
		Narrative: narrative, DocumentSha256: document,
	}, err
}

func move(cmd *cobra.Command, account string, coopID uint64, args []string) (sdk.Msg, error) {
	coins, err := sdk.ParseCoinsNormalized(args[2])
	if err != nil {
		return nil, err
	}
	narrative, document, err := voucher(cmd)
	return &types.MsgMove{
		Authority: account, CoopId: coopID, FromFund: args[0], ToFund: args[1], Coins: coins, Narrative: narrative, DocumentSha256: document,
	}, err
}
