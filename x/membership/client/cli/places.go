package cli

import (
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"strconv"

	"github.com/spf13/cobra"

	"github.com/cosmos/cosmos-sdk/client"
	"github.com/cosmos/cosmos-sdk/client/flags"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/coopledger/coopledger/x/membership/types"
)

const (
	flagDocument       = "document"
	flagRepresentative = "representative"
	flagDissolved      = "dissolved"

	// anyBatchBytes is more than the largest batch of an import has.
	anyBatchBytes = 1 << 20
)

// noticeKinds by the words of the commands.
var noticeKinds = map[string]types.NoticeKind{
	"leaving": types.NoticeKind_NOTICE_KIND_LEAVING,
	"lapse":   types.NoticeKind_NOTICE_KIND_LAPSE,
	"death":   types.NoticeKind_NOTICE_KIND_DEATH,
	"class":   types.NoticeKind_NOTICE_KIND_CLASS,
}

// act is a message about a place, made from the arguments after the co-op.
type act func(cmd *cobra.Command, signer string, coop types.Coop, args []string) (sdk.Msg, error)

// placeCommand sends a message that a key signs.
func placeCommand(use, short string, args int, make act) *cobra.Command {
	cmd := &cobra.Command{
		Use: use, Short: short, Args: cobra.ExactArgs(args + 1),
		RunE: func(cmd *cobra.Command, given []string) error {
			clientCtx, signer, err := signingContext(cmd)
			if err != nil {
				return err
			}
			coop, err := findCoop(cmd.Context(), clientCtx, given[0])
			if err != nil {
				return err
			}
			message, err := make(cmd, signer, coop, given[1:])
			if err != nil {
				return err
			}
			return send(cmd, clientCtx, message)
		},
	}
	flags.AddTxFlagsToCmd(cmd)
	return cmd
}

// orByResolution lets the members decide it too: then nothing is sent, and a
// proposal is written.
func orByResolution(cmd *cobra.Command, title string, make act) *cobra.Command {
	sends := cmd.RunE
	cmd.Flags().Bool(flagResolution, false, "write a proposal for the members, and send nothing")
	cmd.RunE = func(cmd *cobra.Command, given []string) error {
		byResolution, err := cmd.Flags().GetBool(flagResolution)
		if err != nil {
			return err
		}
		if !byResolution {
			return sends(cmd, given)
		}
		return writeProposal(cmd, title, make, given)
	}
	return cmd
}

// byResolution is of what the members alone decide.
func byResolution(use, short, title string, args int, make act) *cobra.Command {
	cmd := &cobra.Command{
		Use: use, Short: short, Args: cobra.ExactArgs(args + 1),
		RunE: func(cmd *cobra.Command, given []string) error { return writeProposal(cmd, title, make, given) },
	}
	flags.AddQueryFlagsToCmd(cmd)
	return cmd
}

func writeProposal(cmd *cobra.Command, title string, make act, given []string) error {
	clientCtx, err := client.GetClientQueryContext(cmd)
	if err != nil {
		return err
	}
	coop, err := findCoop(cmd.Context(), clientCtx, given[0])
	if err != nil {
		return err
	}
	message, err := make(cmd, coop.Account, coop, given[1:])
	if err != nil {
		return err
	}
	return printResolution(cmd, clientCtx, coop.Slug, title, message)
}

func number(text, what string) (uint64, error) {
	value, err := strconv.ParseUint(text, 10, 64)
	if err != nil {
		return 0, fmt.Errorf("%q is not the number of %s", text, what)
	}
	return value, nil
}

func newApplicationCmds() []*cobra.Command {
	sponsor := func(_ *cobra.Command, signer string, coop types.Coop, args []string) (sdk.Msg, error) {
		application, err := number(args[0], "an application")
		return &types.MsgSponsor{Signer: signer, CoopId: coop.Id, Application: application}, err
	}
	object := func(_ *cobra.Command, signer string, coop types.Coop, args []string) (sdk.Msg, error) {
		application, err := number(args[0], "an application")
		return &types.MsgObject{Signer: signer, CoopId: coop.Id, Application: application}, err
	}
	closing := func(_ *cobra.Command, signer string, coop types.Coop, args []string) (sdk.Msg, error) {
		application, err := number(args[0], "an application")
		return &types.MsgCloseApplication{Signer: signer, CoopId: coop.Id, Application: application}, err
	}
	admitting := func(_ *cobra.Command, signer string, coop types.Coop, args []string) (sdk.Msg, error) {
		application, err := number(args[0], "an application")
		return &types.MsgAdmit{Authority: signer, CoopId: coop.Id, Application: application}, err
	}
	applying := placeCommand("apply-person COOP CLASS PROOF.json", "Apply for a place, or relay somebody's application", 2,
		func(cmd *cobra.Command, signer string, coop types.Coop, args []string) (sdk.Msg, error) {
			clientCtx, err := client.GetClientTxContext(cmd)
			if err != nil {
				return nil, err
			}
			proof, err := readProofFile(clientCtx.Codec, args[1])
			return &types.MsgApply{Applicant: signer, CoopId: coop.Id, Class: args[0], Key: &proof}, err
		})
	applying.Long = `Apply for a place in a class of a co-op with the key proof that the person made
(coopd tx membership prove-key COOP). A member sends it for free, anybody else pays.`
	return []*cobra.Command{
		applying,
		placeCommand("sponsor COOP APPLICATION", "Support a person's application", 1, sponsor),
		placeCommand("object COOP APPLICATION", "Object to a person's application before it admits itself", 1, object),
		orByResolution(placeCommand("close-application COOP APPLICATION", "Withdraw or turn down a person's application", 1, closing), "Turn down an application", closing),
		orByResolution(placeCommand("admit-applicant COOP APPLICATION", "Admit a person who has applied", 1, admitting), "Admit an applicant", admitting),
	}
}

func newPlaceCmds() []*cobra.Command {
	askClass := func(_ *cobra.Command, signer string, coop types.Coop, args []string) (sdk.Msg, error) {
		return &types.MsgAskClass{Signer: signer, CoopId: coop.Id, Class: args[0]}, nil
	}
	changeClass := func(_ *cobra.Command, signer string, coop types.Coop, args []string) (sdk.Msg, error) {
		member, err := number(args[0], "a member")
		return &types.MsgChangeClass{Authority: signer, CoopId: coop.Id, MemberId: member, Class: args[1]}, err
	}
	lapse := func(cmd *cobra.Command, signer string, coop types.Coop, args []string) (sdk.Msg, error) {
		member, err := number(args[0], "a member")
		if err != nil {
			return nil, err
		}
		document, err := documentFlag(cmd)
		return &types.MsgLapse{Authority: signer, CoopId: coop.Id, MemberId: member, Ground: args[1], DocumentSha256: document}, err
	}
	trustee := func(_ *cobra.Command, signer string, coop types.Coop, args []string) (sdk.Msg, error) {
		member, err := number(args[0], "a member")
		return &types.MsgSetTrustee{Authority: signer, CoopId: coop.Id, MemberId: member, Address: args[1]}, err
	}
	confirm := func(_ *cobra.Command, signer string, coop types.Coop, args []string) (sdk.Msg, error) {
		member, err := number(args[0], "a member")
		return &types.MsgConfirmDeath{Signer: signer, CoopId: coop.Id, MemberId: member}, err
	}
	commands := []*cobra.Command{
		placeCommand("ask-class COOP CLASS", "Say that you would like to be in another class", 1, askClass),
		byResolution("change-class COOP MEMBER_ID CLASS", "Write the proposal that moves a member to another class", "Move a member to another class", 2, changeClass),
		orByResolution(placeCommand("lapse COOP MEMBER_ID GROUND", "Give a member notice that its membership lapses", 2, lapse), "Let a membership lapse", lapse),
		orByResolution(placeCommand("record-death COOP MEMBER_ID", "Record that a member has died", 1, recordDeath), "Record a death", recordDeath),
		placeCommand("confirm-death COOP MEMBER_ID", "Confirm another officer's record of a death", 1, confirm),
		byResolution("set-trustee COOP MEMBER_ID ADDRESS", `Write the proposal that says who acts for a member's money ("" for nobody)`, "Say who acts for a member's money", 2, trustee),
		placeCommand("contest COOP lapse|death", "Object to a lapse of your membership, or to the record of your death", 1, contest),
		orByResolution(placeCommand("withdraw-notice COOP MEMBER_ID leaving|lapse|death|class", "Take a notice back", 2, withdrawNotice), "Take a notice back", withdrawNotice),
	}
	for _, at := range []int{2, 3} {
		commands[at].Flags().String(flagDocument, "", "SHA-256 of what it rests on, in hexadecimal digits")
	}
	commands[3].Flags().String(flagRepresentative, "", "address that acts for the member's money from then on")
	commands[3].Flags().Bool(flagDissolved, false, "the member is a body that exists no longer")
	return commands
}

func documentFlag(cmd *cobra.Command) ([]byte, error) {
	text, err := cmd.Flags().GetString(flagDocument)
	if err != nil {
		return nil, err
	}
	document, err := hex.DecodeString(text)
	if err != nil {
		return nil, fmt.Errorf("--%s must be the 64 hexadecimal digits that sha256sum FILE prints", flagDocument)
	}
	return document, types.ValidateDocumentHash(document)
}

func recordDeath(cmd *cobra.Command, signer string, coop types.Coop, args []string) (sdk.Msg, error) {
	member, err := number(args[0], "a member")
	if err != nil {
		return nil, err
	}
	document, err := documentFlag(cmd)
	if err != nil {
		return nil, err
	}
	representative, err := cmd.Flags().GetString(flagRepresentative)
	if err != nil {
		return nil, err
	}
	dissolved, err := cmd.Flags().GetBool(flagDissolved)
	return &types.MsgRecordDeath{
		Authority: signer, CoopId: coop.Id, MemberId: member, Representative: representative,
		DocumentSha256: document, Dissolved: dissolved,
	}, err
}

func contest(_ *cobra.Command, signer string, coop types.Coop, args []string) (sdk.Msg, error) {
	kind, known := noticeKinds[args[0]]
	if !known || !kind.IsWindow() {
		return nil, fmt.Errorf("%q can't be contested; say lapse or death", args[0])
	}
	return &types.MsgContestNotice{Signer: signer, CoopId: coop.Id, Kind: kind}, nil
}

func withdrawNotice(_ *cobra.Command, signer string, coop types.Coop, args []string) (sdk.Msg, error) {
	member, err := number(args[0], "a member")
	if err != nil {
		return nil, err
	}
	kind, known := noticeKinds[args[1]]
	if !known {
		return nil, fmt.Errorf("%q is no kind of notice; say leaving, lapse, death or class", args[1])
	}
	return &types.MsgWithdrawNotice{Signer: signer, CoopId: coop.Id, MemberId: member, Kind: kind}, nil
}

// newImportMembersCmd sends a batch that `coopd import` wrote.
func newImportMembersCmd() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "import-members BATCH.json",
		Short: "Send a batch of an announced roll, as coopd import wrote it",
		Args:  cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			clientCtx, signer, err := signingContext(cmd)
			if err != nil {
				return err
			}
			info, err := os.Stat(args[0])
			if err != nil {
				return err
			}
			if info.Size() > anyBatchBytes {
				return errors.New("the file is larger than any batch: send those that coopd import wrote")
			}
			text, err := os.ReadFile(args[0])
			if err != nil {
				return err
			}
			var message types.MsgImportMembers
			if err := clientCtx.Codec.UnmarshalJSON(text, &message); err != nil {
				return fmt.Errorf("%s is no batch of an import: %w", args[0], err)
			}
			message.Sender = signer
			return send(cmd, clientCtx, &message)
		},
	}
	flags.AddTxFlagsToCmd(cmd)
	return cmd
}
