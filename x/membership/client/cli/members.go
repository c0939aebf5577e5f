package cli

import (
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/cosmos/cosmos-sdk/client"
	"github.com/cosmos/cosmos-sdk/client/flags"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/coopledger/coopledger/x/membership/types"
)

const (
	flagClass      = "class"
	flagKey        = "key"
	flagMemberCoop = "member-coop"
	flagHolders    = "holders"
	flagMinorUntil = "minor-until"
	flagGuardian   = "guardian"
	flagApplicant  = "applicant"
	flagResolution = "resolution"
)

func newAdmitCmd() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "admit COOP --class CLASS [--key PROOF.json] [--member-coop SLUG|ID] [--holders N] [--minor-until TIME [--guardian ADDRESS]]",
		Short: "Admit a member, as an officer with the power to, or by a resolution",
		Long: `Admit a person with the key proof it made (coopd tx membership prove-key COOP),
or a co-op that has applied. An officer with the power "admit" signs with its own
key. With --resolution nothing is sent: it writes a proposal for the members.

Several persons hold one place, with one vote, with --holders; each of their keys is
added later (add-key). A minor's place has no vote until the time that --minor-until
says; it needs no key before, and --guardian acts for its money.

  coopd tx membership admit bakery --class workers --key anna-key.json --resolution > admit-anna.yaml
  coopd tx governance propose admit-anna.yaml --from ben`,
		Args: cobra.ExactArgs(1),
		RunE: runAdmit,
	}
	cmd.Flags().String(flagClass, "", "class of the new member, by name")
	cmd.Flags().String(flagKey, "", "file with the key proof of the new member")
	cmd.Flags().String(flagMemberCoop, "", "co-op that joins, by slug or id, in place of a person")
	cmd.Flags().Uint32(flagHolders, 0, "how many persons hold the place together, with one vote")
	cmd.Flags().String(flagMinorUntil, "", "when a minor comes of age, like 2031-05-04T00:00:00Z")
	cmd.Flags().String(flagGuardian, "", "address that acts for a minor's money until then")
	cmd.Flags().Bool(flagResolution, false, "write a proposal for the members, and send nothing")
	_ = cmd.MarkFlagRequired(flagClass)
	for _, ofPersons := range []string{flagKey, flagHolders, flagMinorUntil, flagGuardian} {
		cmd.MarkFlagsMutuallyExclusive(ofPersons, flagMemberCoop)
	}
	cmd.MarkFlagsOneRequired(flagKey, flagMemberCoop, flagMinorUntil)
	flags.AddTxFlagsToCmd(cmd)
	return cmd
}

func runAdmit(cmd *cobra.Command, args []string) error {
	clientCtx, err := client.GetClientTxContext(cmd)
	if err != nil {
		return err
	}
	coop, err := findCoop(cmd.Context(), clientCtx, args[0])
	if err != nil {
		return err
	}
	member, err := newMemberFromFlags(cmd, clientCtx)
	if err != nil {
		return err
	}
	message := &types.MsgAdmit{Authority: coop.Account, CoopId: coop.Id, Member: member}
	if byResolution, _ := cmd.Flags().GetBool(flagResolution); byResolution {
		return printResolution(cmd, clientCtx, coop.Slug, "Admit a member", message)
	}
	clientCtx, signer, err := signingContext(cmd)
	if err != nil {
		return err
	}
	message.Authority = signer
	return send(cmd, clientCtx, message)
}

func newMemberFromFlags(cmd *cobra.Command, clientCtx client.Context) (types.NewMember, error) {
	class, err := cmd.Flags().GetString(flagClass)
	if err != nil {
		return types.NewMember{}, err
	}
	member := types.NewMember{Class: class}
	reference, err := cmd.Flags().GetString(flagMemberCoop)
	if err != nil {
		return types.NewMember{}, err
	}
	if reference != "" {
		joining, err := findCoop(cmd.Context(), clientCtx, reference)
		member.MemberCoopId = joining.Id
		return member, err
	}
	if err := specialPlaceFromFlags(cmd, &member); err != nil {
		return types.NewMember{}, err
	}
	path, err := cmd.Flags().GetString(flagKey)
	if err != nil || path == "" {
		return member, err
	}
	proof, err := readProofFile(clientCtx.Codec, path)
	member.Keys = []types.KeyProof{proof}
	return member, err
}

// specialPlaceFromFlags reads what makes a place a joint one, or a minor's.
func specialPlaceFromFlags(cmd *cobra.Command, member *types.NewMember) (err error) {
	if member.Holders, err = cmd.Flags().GetUint32(flagHolders); err != nil {
		return err
	}
	if member.Guardian, err = cmd.Flags().GetString(flagGuardian); err != nil {
		return err
	}
	member.MinorUntil, err = momentFlag(cmd, flagMinorUntil)
	return err
}

func newApplyCmd() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "apply COOP --applicant SLUG|ID",
		Short: "Write the proposal by which a co-op applies to join another",
		Long: `A co-op joins another by applying with its own account, which signs only what its
members have resolved. So this sends nothing: it writes a proposal for them.

  coopd tx membership apply cloud-federation --applicant riverside-bakery > apply.yaml
  coopd tx governance propose apply.yaml --from anna`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			reference, err := cmd.Flags().GetString(flagApplicant)
			if err != nil {
				return err
			}
			return printAsMember(cmd, args[0], reference, "Apply to join %s", func(signer string, coopID uint64) sdk.Msg {
				return &types.MsgApply{Applicant: signer, CoopId: coopID}
			})
		},
	}
	cmd.Flags().String(flagApplicant, "", "co-op that applies, by slug or id")
	_ = cmd.MarkFlagRequired(flagApplicant)
	flags.AddQueryFlagsToCmd(cmd)
	return cmd
}

func newLeaveCmd() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "leave COOP [--member-coop SLUG|ID]",
		Short: "Leave a co-op at once",
		Long: `Leave a co-op: votes, keys and powers end at once, and what you are owed stays owed.
A co-op leaves another by a resolution of its members: with --member-coop nothing is
sent, and a proposal for them is written.`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			reference, err := cmd.Flags().GetString(flagMemberCoop)
			if err != nil {
				return err
			}
			if reference != "" {
				return printAsMember(cmd, args[0], reference, "Leave %s", func(signer string, coopID uint64) sdk.Msg {
					return &types.MsgLeave{Signer: signer, CoopId: coopID}
				})
			}
			clientCtx, signer, err := signingContext(cmd)
			if err != nil {
				return err
			}
			coop, err := findCoop(cmd.Context(), clientCtx, args[0])
			if err != nil {
				return err
			}
			return send(cmd, clientCtx, &types.MsgLeave{Signer: signer, CoopId: coop.Id})
		},
	}
	cmd.Flags().String(flagMemberCoop, "", "co-op that leaves, by slug or id, in place of yourself")
	flags.AddTxFlagsToCmd(cmd)
	return cmd
}

// printAsMember writes the proposal by which one co-op acts in another.
func printAsMember(
	cmd *cobra.Command, federation, member, title string, message func(signer string, coopID uint64) sdk.Msg,
) error {
	clientCtx, err := client.GetClientQueryContext(cmd)
	if err != nil {
		return err
	}
	above, err := findCoop(cmd.Context(), clientCtx, federation)
	if err != nil {
		return err
	}
	acting, err := findCoop(cmd.Context(), clientCtx, member)
	if err != nil {
		return err
	}
	if above.Id == acting.Id {
		return errors.New("a co-op can't be a member of itself: name two co-ops")
	}
	return printResolution(cmd, clientCtx, acting.Slug, fmt.Sprintf(title, above.Slug), message(acting.Account, above.Id))
}
