package cli

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	membershiptypes "github.com/coopledger/coopledger/x/membership/types"

	"github.com/coopledger/coopledger/x/treasury/types"
)

const (
	flagSpenders  = "spenders"
	flagApprovers = "approvers"
	flagApprovals = "approvals"
	flagWindow    = "window"
	flagCeiling   = "ceiling"
	flagUntil     = "until"
	flagOn        = "on"

	everybody = "all"
)

// paymentCmds are what members do with budgets and payments.
func paymentCmds() []*cobra.Command {
	open := proposed("open-budget COOP FUND CAP ACCOUNT PURPOSE", "Write a proposal to open a budget", "Open a budget", 5, openBudget)
	open.Example = "coopd tx treasury open-budget alder operating 24000ceur 5000 HOSTING --window month --spenders all --approvers pay --approvals 2"
	open.Flags().String(flagWindow, "month", "span of time that the cap is for: once, month, quarter or year")
	open.Flags().String(flagCeiling, "", "most that one payment may be, in base units; the cap if left out")
	open.Flags().String(flagSpenders, everybody, "who may ask for payments: all, member numbers, or a power (1,4,pay)")
	open.Flags().String(flagApprovers, everybody, "who may approve them, written the same")
	open.Flags().Uint32(flagApprovals, 1, "approvals that a payment needs, by people other than who asks and who is paid")
	open.Flags().String(flagUntil, "", "day from which nothing is asked for or approved (2027-12-31, or 2027-12-31T18:00:00Z); a standing budget if left out")
	open.Flags().String(flagOutside, "", "outside account, by its name, out of which it is paid; coins on the ledger if left out")
	request := sent("request-payment COOP BUDGET PAYEE COIN", "Ask for a payment out of a budget, once or again and again: to an address, here or on Ethereum (0x…), or into a passbook (member:7)", 4, 4, requestPayment,
		"coopd tx treasury request-payment alder 3 coop1… 24000ceur --narrative HOURS-2027-05 --from ada\n"+
			"coopd tx treasury request-payment alder 3 coop1… 90000ceur --narrative RENT-2027 --every month --first 2027-01-01 --times 12 --from ada")
	addPayeeFlags(request)
	addScheduleFlags(request)
	request.Flags().String(flagOn, "", "day on which it is to be paid (2027-12-31, or 2027-12-31T18:00:00Z); at once if left out")
	return []*cobra.Command{
		open,
		proposed("close-budget COOP BUDGET", "Write a proposal to close a budget", "Close a budget", 2, closeBudget),
		request,
		sent("approve COOP PAYMENT", "Approve a payment; the last approval reserves its coins", 2, 2, approvePayment, ""),
		sent("refuse COOP PAYMENT REASON", "Refuse a payment that was asked for, or end a standing order; the reason is a short code", 3, 3, refusePayment, "coopd tx treasury refuse alder 7 NO-INVOICE --from amal"),
		sent("withdraw-payment COOP PAYMENT", "Take back a payment or a standing order that you asked for", 2, 2, withdrawPayment, ""),
		sent("object COOP PAYMENT", "Object to a payment that waits for the charter's delay", 2, 2, objectToPayment, ""),
		sent("retry COOP PAYMENT", "Try again to pay what could not be paid", 2, 2, retryPayment, ""),
		sent("release COOP PAYMENT REASON", "Give up a payment that could not be paid; the reason is a short code", 3, 3, releasePayment, ""),
	}
}

func openBudget(cmd *cobra.Command, account string, coopID uint64, args []string) (sdk.Msg, error) {
	most, err := sdk.ParseCoinNormalized(args[1])
	if err != nil {
		return nil, fmt.Errorf("%q is no coin, such as 24000ceur: %w", args[1], err)
	}
	_, document, err := voucher(cmd)
	if err != nil {
		return nil, err
	}
	terms := types.BudgetTerms{
		Fund: args[0], Denom: most.Denom, Cap: most.Amount, Ceiling: math.ZeroInt(), Account: args[2], Purpose: args[3], DocumentSha256: document,
	}
	if err := readTerms(cmd, &terms); err != nil {
		return nil, err
	}
	return &types.MsgOpenBudget{Authority: account, CoopId: coopID, Terms: terms}, nil
}

// readTerms reads what the flags say.
func readTerms(cmd *cobra.Command, terms *types.BudgetTerms) error {
	given := make(map[string]string)
	for _, flag := range []string{flagWindow, flagCeiling, flagSpenders, flagApprovers, flagUntil} {
		value, err := cmd.Flags().GetString(flag)
		if err != nil {
			return err
		}
		given[flag] = value
	}
	var err error
	if terms.Window, err = types.WindowOf(given[flagWindow]); err != nil {
		return err
	}
	if text := given[flagCeiling]; text != "" {
		ceiling, ok := math.NewIntFromString(text)
		if !ok {
			return fmt.Errorf("--%s %q is no amount in base units", flagCeiling, text)
		}
		terms.Ceiling = ceiling
	}
	if terms.Spenders, err = ParseCircle(given[flagSpenders]); err != nil {
		return fmt.Errorf("--%s: %w", flagSpenders, err)
	}
	if terms.Approvers, err = ParseCircle(given[flagApprovers]); err != nil {
		return fmt.Errorf("--%s: %w", flagApprovers, err)
	}
	if terms.ExpiresAt, err = moment(given[flagUntil]); err != nil {
		return fmt.Errorf("--%s: %w", flagUntil, err)
	}
	if terms.Outside, err = cmd.Flags().GetString(flagOutside); err != nil {
		return err
	}
	terms.Approvals, err = cmd.Flags().GetUint32(flagApprovals)
	return err
}

// ParseCircle reads "all", or member numbers and a power with commas between.
func ParseCircle(text string) (circle types.Circle, err error) {
	if text == everybody {
		return types.Circle{AllMembers: true}, nil
	}
	for _, part := range strings.Split(text, ",") {
		part = strings.TrimSpace(part)
		if id, err := strconv.ParseUint(part, 10, 64); err == nil {
			circle.MemberIds = append(circle.MemberIds, id)
			continue
		}
		if circle.Power != "" || membershiptypes.ValidatePower(part) != nil {
			return circle, fmt.Errorf("%q is neither all, nor member numbers and at most one power with commas between", text)
		}
		circle.Power = part
	}
	return circle, nil
}

// moment reads a day or an instant; nothing is zero.
func moment(text string) (int64, error) {
	if text == "" {
		return 0, nil
	}
	for _, form := range []string{time.DateOnly, time.RFC3339} {
		if at, err := time.Parse(form, text); err == nil {
			return at.Unix(), nil
		}
	}
	return 0, errors.New(strconv.Quote(text) + " is no day: write 2027-12-31, or 2027-12-31T18:00:00Z")
}

func closeBudget(_ *cobra.Command, account string, coopID uint64, args []string) (sdk.Msg, error) {
	budget, err := number(args[0], "a budget")
	return &types.MsgCloseBudget{Authority: account, CoopId: coopID, BudgetId: budget}, err
}

func requestPayment(cmd *cobra.Command, signer string, coopID uint64, args []string) (sdk.Msg, error) {
	budget, err := number(args[0], "a budget")
	if err != nil {
		return nil, err
	}
	coin, err := sdk.ParseCoinNormalized(args[2])
	if err != nil {
		return nil, fmt.Errorf("%q is no coin, such as 1200ceur: %w", args[2], err)
	}
	narrative, document, err := voucher(cmd)
	if err != nil {
		return nil, err
	}
	day, err := cmd.Flags().GetString(flagOn)
	if err != nil {
		return nil, err
	}
	notBefore, err := moment(day)
	if err != nil {
		return nil, fmt.Errorf("--%s: %w", flagOn, err)
	}
	message := &types.MsgRequestPayment{
		Member: signer, CoopId: coopID, BudgetId: budget, Coin: coin, NotBefore: notBefore, Narrative: narrative, DocumentSha256: document,
	}
	if message.Schedule, err = scheduleOf(cmd); err != nil {
		return nil, err
	}
	hash, memberID, err := outsidePayee(cmd)
	if err != nil {
		return nil, err
	}
	if strings.HasPrefix(args[1], ethereumPayee) {
		message.PayeeEthereum, message.PayeeMemberId = args[1], memberID
		return message, nil
	}
	if len(hash) == 0 {
		message.Payee, message.PayeeMemberId, err = ParsePayee(args[1])
		return message, err
	}
	message.PayeeCode, message.PayeeSha256, message.PayeeMemberId = args[1], hash, memberID
	return message, nil
}

func approvePayment(_ *cobra.Command, signer string, coopID uint64, args []string) (sdk.Msg, error) {
	id, err := number(args[0], "a payment")
	return &types.MsgApprovePayment{Member: signer, CoopId: coopID, PaymentId: id}, err
}

func refusePayment(_ *cobra.Command, signer string, coopID uint64, args []string) (sdk.Msg, error) {
	id, err := number(args[0], "a payment")
	return &types.MsgRefusePayment{Member: signer, CoopId: coopID, PaymentId: id, Reason: args[1]}, err
}

func withdrawPayment(_ *cobra.Command, signer string, coopID uint64, args []string) (sdk.Msg, error) {
	id, err := number(args[0], "a payment")
	return &types.MsgWithdrawPayment{Member: signer, CoopId: coopID, PaymentId: id}, err
}

func objectToPayment(_ *cobra.Command, signer string, coopID uint64, args []string) (sdk.Msg, error) {
	id, err := number(args[0], "a payment")
	return &types.MsgObjectToPayment{Member: signer, CoopId: coopID, PaymentId: id}, err
}

func retryPayment(_ *cobra.Command, signer string, coopID uint64, args []string) (sdk.Msg, error) {
	id, err := number(args[0], "a payment")
	return &types.MsgRetryPayment{Member: signer, CoopId: coopID, PaymentId: id}, err
}

func releasePayment(_ *cobra.Command, signer string, coopID uint64, args []string) (sdk.Msg, error) {
	id, err := number(args[0], "a payment")
	return &types.MsgReleasePayment{Member: signer, CoopId: coopID, PaymentId: id, Reason: args[1]}, err
}
