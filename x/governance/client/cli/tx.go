// Package cli is the command line of resolutions. It is written by hand where
// the automatic one can't express its grammar: proposals are files, choices words.
package cli

import (
	"fmt"
	"strconv"

	"github.com/spf13/cobra"

	"github.com/cosmos/cosmos-sdk/client"
	"github.com/cosmos/cosmos-sdk/client/flags"
	"github.com/cosmos/cosmos-sdk/client/tx"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/coopledger/coopledger/x/governance/types"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
)

// NewTxCmd is `coopd tx governance …`.
func NewTxCmd() *cobra.Command {
	cmd := &cobra.Command{
		Use:                        types.ModuleName,
		Short:                      "Propose, second, amend, vote, withdraw, rescind, meet, switch off in an emergency",
		SuggestionsMinimumDistance: 2,
		RunE:                       client.ValidateCmd,
	}
	cmd.AddCommand(
		newProposeCmd(), newAmendCmd(), newSecondCmd(), newVoteCmd(), newVoteAsDelegateCmd(), newWithdrawCmd(), newRescindCmd(),
		newMeetingCmd(), newTripBreakerCmd(), newLiftBreakerCmd(),
	)
	return cmd
}

// signingContext reads the flags of a transaction and who signs it.
func signingContext(cmd *cobra.Command) (client.Context, string, error) {
	clientCtx, err := client.GetClientTxContext(cmd)
	if err != nil {
		return client.Context{}, "", err
	}
	if clientCtx.FromAddress.Empty() {
		return client.Context{}, "", fmt.Errorf("nobody signs: give the name of your key with --%s", flags.FlagFrom)
	}
	return clientCtx, membershiptypes.AddressText(clientCtx.FromAddress), nil
}

// resolutionID reads a resolution's number.
func resolutionID(argument string) (uint64, error) {
	id, err := strconv.ParseUint(argument, 10, 64)
	if err != nil || id == 0 {
		return 0, fmt.Errorf("%q is no resolution's number: give a whole number from 1", argument)
	}
	return id, nil
}

// signedCmd is a command whose one message needs a signer and its arguments.
func signedCmd(
	cmd *cobra.Command, message func(cmd *cobra.Command, clientCtx client.Context, signer string, args []string) (sdk.Msg, error),
) *cobra.Command {
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		clientCtx, signer, err := signingContext(cmd)
		if err != nil {
			return err
		}
		msg, err := message(cmd, clientCtx, signer, args)
		if err != nil {
			return err
		}
		return tx.GenerateOrBroadcastTxCLI(clientCtx, cmd.Flags(), msg)
	}
	flags.AddTxFlagsToCmd(cmd)
	return cmd
}

func newSecondCmd() *cobra.Command {
	return signedCmd(&cobra.Command{
		Use:     "second ID",
		Short:   "Support a draft so that it is discussed",
		Example: "coopd tx governance second 2 --from ana",
		Args:    cobra.ExactArgs(1),
	}, func(_ *cobra.Command, _ client.Context, signer string, args []string) (sdk.Msg, error) {
		id, err := resolutionID(args[0])
		return &types.MsgSecond{Seconder: signer, ResolutionId: id}, err
	})
}

func newWithdrawCmd() *cobra.Command {
	return signedCmd(&cobra.Command{
		Use:     "withdraw ID",
		Short:   "Take your resolution back before voting opens",
		Example: "coopd tx governance withdraw 2 --from ana",
		Args:    cobra.ExactArgs(1),
	}, func(_ *cobra.Command, _ client.Context, signer string, args []string) (sdk.Msg, error) {
		id, err := resolutionID(args[0])
		return &types.MsgWithdraw{Proposer: signer, ResolutionId: id}, err
	})
}

func newVoteCmd() *cobra.Command {
	return signedCmd(&cobra.Command{
		Use:   "vote ID yes|no|abstain|block",
		Short: "Cast your ballot, or replace the one you have cast",
		Long: "Cast your ballot, or replace the one you have cast. Where the co-op decides by\n" +
			"consent the choices are yes, abstain and block; otherwise yes, no and abstain.",
		Example: "coopd tx governance vote 2 yes --from ana",
		Args:    cobra.ExactArgs(2),
	}, func(_ *cobra.Command, _ client.Context, signer string, args []string) (sdk.Msg, error) {
		id, err := resolutionID(args[0])
		if err != nil {
			return nil, err
		}
		choice, known := types.ChoiceFromWord(args[1])
		if !known {
			return nil, fmt.Errorf("%q is not a choice: vote yes, no, abstain or block", args[1])
		}
		return &types.MsgVote{Voter: signer, ResolutionId: id, Choice: choice}, nil
	})
}

func newVoteAsDelegateCmd() *cobra.Command {
	return signedCmd(&cobra.Command{
		Use:   "vote-as-delegate ID COOP_ID yes|no|abstain|block",
		Short: "Cast your co-op's ballot in a federation, as its delegate",
		Long: "Cast the ballot of your co-op, given by its id, in a federation it is a member of.\n" +
			"Your co-op has given you the power \"vote\". A ballot by its own resolution replaces yours.",
		Example: "coopd tx governance vote-as-delegate 7 2 yes --from ana",
		Args:    cobra.ExactArgs(3),
	}, func(_ *cobra.Command, _ client.Context, signer string, args []string) (sdk.Msg, error) {
		id, err := resolutionID(args[0])
		if err != nil {
			return nil, err
		}
		coopID, err := strconv.ParseUint(args[1], 10, 64)
		if err != nil || coopID == 0 {
			return nil, fmt.Errorf("%q is no co-op's id: give a whole number from 1; coopd q membership coop SLUG says it", args[1])
		}
		choice, known := types.ChoiceFromWord(args[2])
		if !known {
			return nil, fmt.Errorf("%q is not a choice: vote yes, no, abstain or block", args[2])
		}
		return &types.MsgVoteAsDelegate{Delegate: signer, MemberCoopId: coopID, ResolutionId: id, Choice: choice}, nil
	})
}
