package cli

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/coopledger/coopledger/x/treasury/types"
)

const (
	flagLot     = "lot"
	flagPays    = "pays"
	flagRefuses = "refuses"
	flagStands  = "stands"
)

// holdingCmds are what members hold of the co-op's capital and lend to it, and what
// comes of what they owe.
func holdingCmds() []*cobra.Command {
	subscribes := sent("subscribe COOP MEMBER INSTRUMENT NUMBER", "Subscribe units of an instrument: shares, or a loan to the co-op", 4, 4, subscribe,
		"coopd tx treasury subscribe alder 7 share 1 --pays --from ada")
	subscribes.Flags().Bool(flagPays, false, "pay all of it at once; a loan always is")
	approves := sent("approve-transfer COOP MEMBER INSTRUMENT TO_MEMBER NUMBER", "Approve a transfer of shares as one of two officers", 5, 5, approveTransfer, "")
	approves.Flags().Bool(flagRefuses, false, "refuse it instead")
	resolved := proposed("resolve-transfer COOP MEMBER INSTRUMENT TO_MEMBER NUMBER", "Write a proposal to approve a transfer of shares", "Transfer of shares", 5, approveTransfer)
	resolved.Flags().Bool(flagRefuses, false, "refuse it instead")
	decides := proposed("decide-set-off COOP MEMBER LOT", "Write a proposal to drop what would be set off against a passbook (LOT is 0 for dues)", "Set-off", 3, decideSetOff)
	decides.Flags().Bool(flagStands, false, "let it stand instead, which the member disputes")
	return []*cobra.Command{
		subscribes, approves, resolved, decides,
		sent("pay-in COOP LOT COIN", "Pay in what of a lot of shares is unpaid, or a part of it", 3, 3, payIn, "coopd tx treasury pay-in alder 12 2500ceur --from ada"),
		sent("redeem COOP MEMBER INSTRUMENT [NUMBER]", "Ask for shares to be redeemed by their terms; all of them if no number is given", 3, 4, redeem,
			"coopd tx treasury redeem alder 7 share --from ada"),
		sent("stop-redemption COOP REDEMPTION", "Take a redemption of yours back", 2, 2, stopRedemption, ""),
		proposed("refuse-redemption COOP REDEMPTION", "Write a proposal to refuse a redemption, where the charter lets the members", "Refuse a redemption", 2, stopRedemption),
		sent("transfer-shares COOP MEMBER INSTRUMENT TO_MEMBER NUMBER", "Pass shares on to another member; 0 takes back what waits for approval", 5, 5, transferShares, ""),
		sent("accrue-interest COOP LOT", "Book the interest of a loan up to today", 2, 2, accrueInterest, ""),
		proposed("pay-interest COOP INSTRUMENT BASIS_POINTS LOT[,LOT...]", "Write a proposal to pay interest on investor shares", "Interest on shares", 4, payInterest),
		sent("announce-set-off COOP MEMBER LOT COIN", "Announce that a debt will be taken out of a passbook (LOT is 0 for dues); a second officer sends the same", 4, 4, announceSetOff,
			"coopd tx treasury announce-set-off alder 7 12 2500ceur --from treasurer"),
		proposed("resolve-set-off COOP MEMBER LOT COIN", "Write a proposal to announce it by resolution", "Set-off", 4, announceSetOff),
		sent("dispute-set-off COOP MEMBER LOT", "Stop what would be set off against your passbook until the members decide", 3, 3, disputeSetOff, ""),
		sent("execute-set-off COOP MEMBER LOT", "Carry out what was announced, when its notice is over", 3, 3, executeSetOff, ""),
	}
}

func coin(text string) (sdk.Coin, error) {
	read, err := sdk.ParseCoinNormalized(text)
	if err != nil {
		return read, fmt.Errorf("%q is no coin, such as 1200ceur: %w", text, err)
	}
	return read, nil
}

// units reads how many; none at all is written 0.
func units(text string) (uint64, error) {
	read, err := strconv.ParseUint(text, 10, 64)
	if err != nil {
		return 0, fmt.Errorf("%q is no number of units", text)
	}
	return read, nil
}

func subscribe(cmd *cobra.Command, signer string, coopID uint64, args []string) (sdk.Msg, error) {
	member, err := number(args[0], "a member")
	if err != nil {
		return nil, err
	}
	many, err := units(args[2])
	if err != nil {
		return nil, err
	}
	pays, err := cmd.Flags().GetBool(flagPays)
	return &types.MsgSubscribe{Signer: signer, CoopId: coopID, MemberId: member, Instrument: args[1], Number: many, Pays: pays}, err
}

func payIn(_ *cobra.Command, signer string, coopID uint64, args []string) (sdk.Msg, error) {
	lot, err := number(args[0], "a lot")
	if err != nil {
		return nil, err
	}
	paid, err := coin(args[1])
	return &types.MsgPayIn{Payer: signer, CoopId: coopID, LotId: lot, Coin: paid}, err
}

func redeem(_ *cobra.Command, signer string, coopID uint64, args []string) (sdk.Msg, error) {
	member, err := number(args[0], "a member")
	if err != nil {
		return nil, err
	}
	many := uint64(0)
	if len(args) > 2 {
		if many, err = units(args[2]); err != nil {
			return nil, err
		}
	}
	return &types.MsgRedeem{Signer: signer, CoopId: coopID, MemberId: member, Instrument: args[1], Number: many}, nil
}

func stopRedemption(_ *cobra.Command, signer string, coopID uint64, args []string) (sdk.Msg, error) {
	id, err := number(args[0], "a redemption")
	return &types.MsgStopRedemption{Signer: signer, CoopId: coopID, RedemptionId: id}, err
}

// passing reads who passes on what, to whom and how much.
func passing(args []string) (member, to, many uint64, err error) {
	if member, err = number(args[0], "a member"); err != nil {
		return 0, 0, 0, err
	}
	if to, err = number(args[2], "a member"); err != nil {
		return 0, 0, 0, err
	}
	many, err = units(args[3])
	return member, to, many, err
}

func transferShares(_ *cobra.Command, signer string, coopID uint64, args []string) (sdk.Msg, error) {
	member, to, many, err := passing(args)
	return &types.MsgTransferShares{Signer: signer, CoopId: coopID, MemberId: member, Instrument: args[1], ToMemberId: to, Number: many}, err
}

func approveTransfer(cmd *cobra.Command, signer string, coopID uint64, args []string) (sdk.Msg, error) {
	member, to, many, err := passing(args)
	if err != nil {
		return nil, err
	}
	refuses, err := cmd.Flags().GetBool(flagRefuses)
	return &types.MsgApproveTransfer{Authority: signer, CoopId: coopID, MemberId: member, Instrument: args[1], ToMemberId: to, Number: many, Refuses: refuses}, err
}

func accrueInterest(_ *cobra.Command, signer string, coopID uint64, args []string) (sdk.Msg, error) {
	lot, err := number(args[0], "a lot")
	return &types.MsgAccrueInterest{Sender: signer, CoopId: coopID, LotId: lot}, err
}

func payInterest(_ *cobra.Command, account string, coopID uint64, args []string) (sdk.Msg, error) {
	points, err := strconv.ParseUint(args[1], 10, 32)
	if err != nil {
		return nil, fmt.Errorf("%q is no number of basis points; 1 %% is 100 of them", args[1])
	}
	lots, err := numbers(strings.Split(args[2], ","))
	return &types.MsgPayInterest{Authority: account, CoopId: coopID, Instrument: args[0], BasisPoints: uint32(points), LotIds: lots}, err
}

func announceSetOff(_ *cobra.Command, signer string, coopID uint64, args []string) (sdk.Msg, error) {
	member, lot, err := debt(args)
	if err != nil {
		return nil, err
	}
	most, err := coin(args[2])
	return &types.MsgAnnounceSetOff{Authority: signer, CoopId: coopID, MemberId: member, LotId: lot, Coin: most}, err
}

func disputeSetOff(_ *cobra.Command, signer string, coopID uint64, args []string) (sdk.Msg, error) {
	member, lot, err := debt(args)
	return &types.MsgDisputeSetOff{Signer: signer, CoopId: coopID, MemberId: member, LotId: lot}, err
}

func executeSetOff(_ *cobra.Command, signer string, coopID uint64, args []string) (sdk.Msg, error) {
	member, lot, err := debt(args)
	return &types.MsgExecuteSetOff{Sender: signer, CoopId: coopID, MemberId: member, LotId: lot}, err
}

func decideSetOff(cmd *cobra.Command, account string, coopID uint64, args []string) (sdk.Msg, error) {
	member, lot, err := debt(args)
	if err != nil {
		return nil, err
	}
	stands, err := cmd.Flags().GetBool(flagStands)
	return &types.MsgDecideSetOff{Authority: account, CoopId: coopID, MemberId: member, LotId: lot, Stands: stands}, err
}

// debt reads who owes it and for which lot.
func debt(args []string) (member, lot uint64, err error) {
	if member, err = number(args[0], "a member"); err != nil {
		return 0, 0, err
	}
	lot, err = number(args[1], "a lot (0 is dues)")
	return member, lot, err
}
