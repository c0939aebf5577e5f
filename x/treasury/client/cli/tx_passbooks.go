package cli

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/coopledger/coopledger/x/treasury/types"
)

// memberPayee begins the name of a member whose passbook is paid into.
const memberPayee = "member:"

const secondsPerDay = 24 * 60 * 60

// passbookCmds are what members do with what they are owed.
func passbookCmds() []*cobra.Command {
	return []*cobra.Command{
		sent("deposit COOP COINS REFERENCE", "Send coins to a co-op, with a reference for its journal", 3, 3, deposit,
			"coopd tx treasury deposit alder 1200ceur INV-17 --from visitor"),
		sent("announce-payout COOP MEMBER ADDRESS", "Name an address to which your money goes, after a wait", 3, 3, announcePayout,
			"coopd tx treasury announce-payout alder 7 coop1… --from ada"),
		sent("drop-payout COOP MEMBER ADDRESS", "Take such an address away, and what waits to be paid to it", 3, 3, dropPayout, ""),
		sent("withdraw COOP MEMBER ADDRESS COIN", "Withdraw what the co-op owes you, at once or after a wait", 4, 4, withdraw,
			"coopd tx treasury withdraw alder 7 coop1… 2400ceur --from ada"),
		sent("stop-withdrawal COOP WITHDRAWAL", "Stop a withdrawal of yours that waits", 2, 2, stopWithdrawal, ""),
		proposed("suspend-withdrawals COOP DAYS REASON", "Write a proposal to keep members from withdrawing for so many days (0 ends it); the reason is a short code",
			"Suspend withdrawals", 3, suspendWithdrawals),
		sent("pay-dues COOP MEMBER COIN", "Pay a member's dues for whole periods; see what is owed with coopd q treasury dues", 3, 3, payDues,
			"coopd tx treasury pay-dues alder 7 3000ceur --from ada"),
		proposed("waive-dues COOP MEMBER PERIODS REASON", "Write a proposal to let a member off its dues for some periods; the reason is a short code", "Waive dues", 4, waiveDues),
	}
}

// ParsePayee reads an address, or member:7 for a passbook.
func ParsePayee(text string) (payee string, memberID uint64, err error) {
	member, isMember := strings.CutPrefix(text, memberPayee)
	if !isMember {
		return text, 0, nil
	}
	if memberID, err = strconv.ParseUint(member, 10, 64); err != nil || memberID == 0 {
		return "", 0, fmt.Errorf("%q names no member: write an address, or %s7 for the passbook of member 7", text, memberPayee)
	}
	return "", memberID, nil
}

func deposit(_ *cobra.Command, signer string, coopID uint64, args []string) (sdk.Msg, error) {
	coins, err := sdk.ParseCoinsNormalized(args[0])
	return &types.MsgDeposit{Depositor: signer, CoopId: coopID, Coins: coins, Reference: args[1]}, err
}

func announcePayout(_ *cobra.Command, signer string, coopID uint64, args []string) (sdk.Msg, error) {
	member, err := number(args[0], "a member")
	return &types.MsgAnnouncePayout{Signer: signer, CoopId: coopID, MemberId: member, Address: args[1]}, err
}

func dropPayout(_ *cobra.Command, signer string, coopID uint64, args []string) (sdk.Msg, error) {
	member, err := number(args[0], "a member")
	return &types.MsgDropPayout{Signer: signer, CoopId: coopID, MemberId: member, Address: args[1]}, err
}

func withdraw(_ *cobra.Command, signer string, coopID uint64, args []string) (sdk.Msg, error) {
	member, err := number(args[0], "a member")
	if err != nil {
		return nil, err
	}
	coin, err := sdk.ParseCoinNormalized(args[2])
	if err != nil {
		return nil, fmt.Errorf("%q is no coin, such as 1200ceur: %w", args[2], err)
	}
	return &types.MsgWithdraw{Signer: signer, CoopId: coopID, MemberId: member, Address: args[1], Coin: coin}, nil
}

func stopWithdrawal(_ *cobra.Command, signer string, coopID uint64, args []string) (sdk.Msg, error) {
	id, err := number(args[0], "a withdrawal")
	return &types.MsgStopWithdrawal{Signer: signer, CoopId: coopID, WithdrawalId: id}, err
}

func suspendWithdrawals(_ *cobra.Command, account string, coopID uint64, args []string) (sdk.Msg, error) {
	days, err := strconv.ParseUint(args[0], 10, 16)
	if err != nil {
		return nil, fmt.Errorf("%q is no number of days; write how many, or 0 to end a suspension", args[0])
	}
	return &types.MsgSuspendWithdrawals{Authority: account, CoopId: coopID, Seconds: days * secondsPerDay, Reason: args[1]}, nil
}

func payDues(_ *cobra.Command, signer string, coopID uint64, args []string) (sdk.Msg, error) {
	member, err := number(args[0], "a member")
	if err != nil {
		return nil, err
	}
	coin, err := sdk.ParseCoinNormalized(args[1])
	if err != nil {
		return nil, fmt.Errorf("%q is no coin, such as 1200ceur: %w", args[1], err)
	}
	return &types.MsgPayDues{Payer: signer, CoopId: coopID, MemberId: member, Coin: coin}, nil
}

func waiveDues(_ *cobra.Command, account string, coopID uint64, args []string) (sdk.Msg, error) {
	member, err := number(args[0], "a member")
	if err != nil {
		return nil, err
	}
	periods, err := strconv.ParseUint(args[1], 10, 64)
	if err != nil {
		return nil, fmt.Errorf("%q is no number of periods", args[1])
	}
	return &types.MsgWaiveDues{Authority: account, CoopId: coopID, MemberId: member, Periods: periods, Reason: args[2]}, nil
}
