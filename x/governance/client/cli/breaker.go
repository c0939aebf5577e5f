package cli

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/cosmos/cosmos-sdk/client"
	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/coopledger/coopledger/x/governance/types"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
)

const (
	flagFor    = "for"
	flagReason = "reason"
	flagCoop   = "coop"
	flagRule   = "rule"
)

func newTripBreakerCmd() *cobra.Command {
	cmd := signedCmd(&cobra.Command{
		Use:   "trip-breaker [MESSAGE …] --for 72h --reason TEXT [--coop SLUG]",
		Short: "Ask to switch kinds of messages off for a time, in an emergency",
		Long: `Ask, as a holder of the power "break" in the root federation, to switch kinds of
messages off for a time. Once enough holders ask for the same messages and the same
time they are off for everybody. Without a message you take back what you asked for;
what is off by too few then is on again.

With --coop you speak for a co-op that holds the power and has given it to you.

Deciding, leaving, guarding one's place and upgrading are never switched off.`,
		Example: `coopd tx governance trip-breaker /cosmos.bank.v1beta1.MsgSend --for 72h --reason "Payments go astray" --coop alder --from ada`,
	}, func(cmd *cobra.Command, clientCtx client.Context, signer string, args []string) (sdk.Msg, error) {
		msg := &types.MsgTripBreaker{Holder: signer, Messages: args}
		slices.Sort(msg.Messages)
		for _, message := range args {
			if !strings.HasPrefix(message, "/") {
				return nil, fmt.Errorf("%q is no kind of message: write it as in a transaction, such as /cosmos.bank.v1beta1.MsgSend", message)
			}
		}
		length, err := cmd.Flags().GetDuration(flagFor)
		if err != nil {
			return nil, err
		}
		if msg.Reason, err = cmd.Flags().GetString(flagReason); err != nil {
			return nil, err
		}
		if len(args) > 0 {
			if length < time.Second || msg.Reason == "" {
				return nil, fmt.Errorf("say for how long and why: --%s 72h --%s \"…\"", flagFor, flagReason)
			}
			msg.Seconds = uint64(length / time.Second)
		}
		coop, err := cmd.Flags().GetString(flagCoop)
		if err != nil || coop == "" {
			return msg, err
		}
		msg.MemberCoopId, err = findCoop(cmd.Context(), clientCtx, coop)
		return msg, err
	})
	cmd.Flags().Duration(flagFor, 0, "for how long, at most what the ledger's limits allow")
	cmd.Flags().String(flagReason, "", "why, in one line that every member reads")
	cmd.Flags().String(flagCoop, "", "slug or id of the co-op that you speak for; left out if you are a member of the root federation yourself")
	return cmd
}

func newLiftBreakerCmd() *cobra.Command {
	cmd := proposingCmd(&cobra.Command{
		Use:   "lift-breaker COOP [--rule RULE]",
		Short: "Write the proposal by which a member co-op asks the federation to switch everything on again",
		Long: `Write the proposal by which the members of a co-op decide to propose, in the root
federation, that what the breaker has switched off is on again. Nothing is sent. With
--rule the federation decides under its charter's rule of that name, such as one for
emergencies.`,
		Example: `coopd tx governance lift-breaker alder --rule emergency > lift.yaml
coopd tx governance propose lift.yaml --from ada`,
		Args: cobra.ExactArgs(1),
	}, func(cmd *cobra.Command, clientCtx client.Context, args []string) (proposal, error) {
		coopID, err := findCoop(cmd.Context(), clientCtx, args[0])
		if err != nil {
			return proposal{}, err
		}
		lift, err := codectypes.NewAnyWithValue(&types.MsgLiftBreaker{Authority: membershiptypes.CoopAddress(membershiptypes.RootCoopID)})
		if err != nil {
			return proposal{}, err
		}
		inFederation := &types.MsgPropose{
			Proposer: membershiptypes.CoopAddress(coopID), CoopId: membershiptypes.RootCoopID,
			Title: "Switch on what the breaker has switched off", Messages: []*codectypes.Any{lift},
		}
		inFederation.Rule, err = cmd.Flags().GetString(flagRule)
		return proposal{coopID: coopID, title: "Propose in the federation to lift the breaker", message: inFederation}, err
	})
	cmd.Flags().String(flagRule, "", "rule of the federation's charter that decides; left out: what its charter asks for")
	return cmd
}
