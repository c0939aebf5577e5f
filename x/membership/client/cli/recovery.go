package cli

import (
	"encoding/hex"
	"fmt"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/cosmos/cosmos-sdk/client/flags"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/coopledger/coopledger/x/membership/types"
)

const flagNeeded = "needed"

// memberCommand is a command about something of a co-op. Its message is made of
// the signer, the co-op and the arguments after it.
func memberCommand(
	use, short string, proposable bool, message func(cmd *cobra.Command, signer string, coopID uint64, args []string) (sdk.Msg, error),
) *cobra.Command {
	cmd := &cobra.Command{
		Use: use, Short: short, Args: cobra.ExactArgs(len(strings.Fields(use)) - 1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return sendOrPropose(cmd, args[0], short, func(signer string, coopID uint64) (sdk.Msg, error) {
				return message(cmd, signer, coopID, args[1:])
			})
		},
	}
	if proposable {
		cmd.Flags().Bool(flagResolution, false, "write a proposal for the members, and send nothing")
	}
	flags.AddTxFlagsToCmd(cmd)
	return cmd
}

func invitationCommands() []*cobra.Command {
	return []*cobra.Command{
		newMakeInvitationCmd(), newInviteCmd(), newAcceptInvitationCmd(), newClaimCmd(),
		memberCommand("confirm-invitation COOP PUBLIC_KEY", "Confirm another officer's invitation to an existing place", false,
			func(_ *cobra.Command, signer string, coopID uint64, args []string) (sdk.Msg, error) {
				key, err := hex.DecodeString(args[0])
				return &types.MsgConfirmInvitation{Officer: signer, CoopId: coopID, Invitation: key}, err
			}),
		memberCommand("withdraw-invitation COOP PUBLIC_KEY", "End an invitation that nobody has claimed", true,
			func(_ *cobra.Command, signer string, coopID uint64, args []string) (sdk.Msg, error) {
				key, err := hex.DecodeString(args[0])
				return &types.MsgWithdrawInvitation{Authority: signer, CoopId: coopID, Invitation: key}, err
			}),
	}
}

func recoveryCommands() []*cobra.Command {
	return append(guardianCommands(),
		proofCommand("recover COOP MEMBER PROOF.json", "Give a member that lost its keys a new one; its keys can veto", true,
			func(signer string, coopID, memberID uint64, key types.KeyProof) sdk.Msg {
				return &types.MsgRecover{Authority: signer, CoopId: coopID, MemberId: memberID, Key: key}
			}),
		proofCommand("recover-in-person COOP MEMBER PROOF.json", "Give a member a new key in spite of a veto, once it was seen in person", true,
			func(signer string, coopID, memberID uint64, key types.KeyProof) sdk.Msg {
				return &types.MsgRecoverInPerson{Authority: signer, CoopId: coopID, MemberId: memberID, Key: key}
			}),
		memberCommand("stop-recovery COOP MEMBER", "Stop a recovery that the members resolved", true,
			func(_ *cobra.Command, signer string, coopID uint64, args []string) (sdk.Msg, error) {
				memberID, err := memberNumber(args[0])
				return &types.MsgStopRecovery{Authority: signer, CoopId: coopID, MemberId: memberID}, err
			}),
		memberCommand("veto-recovery COOP MEMBER", "Object, with any of the member's keys, to a recovery", false,
			func(_ *cobra.Command, signer string, coopID uint64, args []string) (sdk.Msg, error) {
				memberID, err := memberNumber(args[0])
				return &types.MsgVetoRecovery{Signer: signer, CoopId: coopID, MemberId: memberID}, err
			}),
		memberCommand("freeze COOP MEMBER", "Freeze a member's money for the time that the charter says", false,
			func(_ *cobra.Command, signer string, coopID uint64, args []string) (sdk.Msg, error) {
				memberID, err := memberNumber(args[0])
				return &types.MsgFreeze{Signer: signer, CoopId: coopID, MemberId: memberID}, err
			}),
		memberCommand("keep-key COOP", "Refuse the removal of the key that signs", false,
			func(_ *cobra.Command, signer string, coopID uint64, _ []string) (sdk.Msg, error) {
				return &types.MsgKeepKey{Signer: signer, CoopId: coopID}, nil
			}),
	)
}

func guardianCommands() []*cobra.Command {
	set := memberCommand("set-guardians COOP NUMBERS", "Choose who can recover your place together: 3,8,12 or none", false,
		func(cmd *cobra.Command, signer string, coopID uint64, args []string) (sdk.Msg, error) {
			needed, err := cmd.Flags().GetUint32(flagNeeded)
			if err != nil {
				return nil, err
			}
			message := &types.MsgSetGuardians{Signer: signer, CoopId: coopID, Needed: needed}
			if args[0] == "none" {
				message.Needed = 0
				return message, nil
			}
			for _, text := range strings.Split(args[0], ",") {
				number, err := memberNumber(strings.TrimSpace(text))
				if err != nil {
					return nil, err
				}
				message.Guardians = append(message.Guardians, number)
			}
			return message, nil
		})
	set.Flags().Uint32(flagNeeded, 2, "how many of them it takes")
	return []*cobra.Command{
		set,
		proofCommand("start-recovery COOP MEMBER PROOF.json", "Propose a new key for a member whose guardian you are", false,
			func(signer string, coopID, memberID uint64, key types.KeyProof) sdk.Msg {
				return &types.MsgStartRecovery{Guardian: signer, CoopId: coopID, MemberId: memberID, Key: key}
			}),
		memberCommand("support-recovery COOP MEMBER ADDRESS", "Join another guardian's proposal of a new key", false,
			func(_ *cobra.Command, signer string, coopID uint64, args []string) (sdk.Msg, error) {
				memberID, err := memberNumber(args[0])
				return &types.MsgSupportRecovery{Guardian: signer, CoopId: coopID, MemberId: memberID, Address: args[1]}, err
			}),
	}
}

// proofCommand is a member command with the proof of a new key, which its holder
// makes with prove-key --member.
func proofCommand(
	use, short string, proposable bool, message func(signer string, coopID, memberID uint64, key types.KeyProof) sdk.Msg,
) *cobra.Command {
	return memberCommand(use, short, proposable, func(cmd *cobra.Command, signer string, coopID uint64, args []string) (sdk.Msg, error) {
		memberID, err := memberNumber(args[0])
		if err != nil {
			return nil, err
		}
		proof, err := proofFile(cmd, args[1])
		return message(signer, coopID, memberID, proof), err
	})
}

func memberNumber(text string) (uint64, error) {
	number, err := strconv.ParseUint(text, 10, 64)
	if err != nil || number == 0 {
		return 0, fmt.Errorf("%q is not a member's number; list them with: coopd q membership members COOP", text)
	}
	return number, nil
}
