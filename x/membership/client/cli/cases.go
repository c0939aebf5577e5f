package cli

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/coopledger/coopledger/x/membership/types"
)

const (
	flagDays = "days"

	secondsPerDay = 24 * 60 * 60
)

// outcomes by the words of the commands.
var outcomes = map[string]types.CaseOutcome{
	"dismissed":  types.CaseOutcome_CASE_OUTCOME_DISMISSED,
	"warning":    types.CaseOutcome_CASE_OUTCOME_WARNING,
	"suspension": types.CaseOutcome_CASE_OUTCOME_SUSPENSION,
	"expulsion":  types.CaseOutcome_CASE_OUTCOME_EXPULSION,
}

// newCaseCmds are the steps of a charge against a member, in their order.
func newCaseCmds() []*cobra.Command {
	decide := byResolution("decide-case COOP CASE dismissed|warning|suspension|expulsion REASONS",
		"Write the proposal that decides a case", "Decide a case", 3, decideCase)
	onAppeal := byResolution("decide-appeal COOP CASE dismissed|warning|suspension|expulsion REASONS",
		"Write the proposal that decides an appeal: the same as before, or milder", "Decide an appeal", 3, decideAppeal)
	for _, cmd := range []*cobra.Command{decide, onAppeal} {
		cmd.Flags().Uint64(flagDays, 0, "days that a suspension lasts")
	}
	charging := orByResolution(placeCommand("charge COOP MEMBER_ID GROUND CHARGE", "Charge a member on one of the charter's grounds", 3, charge),
		"Charge a member", charge)
	commands := []*cobra.Command{
		charging,
		placeCommand("join-charge COOP CASE", "Charge together with those who wait for others to join", 1, joinCharge),
		orByResolution(placeCommand("withdraw-charge COOP CASE", "Take your charge back", 1, withdrawCharge), "Withdraw a charge", withdrawCharge),
		orByResolution(placeCommand("end-mediation COOP CASE settled|failed", "Say whether a case is settled, or mediation has failed", 2, endMediation),
			"End mediation", endMediation),
		orByResolution(placeCommand("record-notice COOP CASE EVIDENCE", "Record that a charge was delivered to the member", 2, recordNotice),
			"Record that a charge was delivered", recordNotice),
		placeCommand("acknowledge-charge COOP CASE", "Say that you have the charge against you", 1, acknowledgeCharge),
		placeCommand("reply-to-charge COOP CASE REPLY", "Reply to the charge against you", 2, replyToCharge),
		orByResolution(placeCommand("suspend COOP CASE DAYS", "Suspend a member before its case is decided", 2, suspendMember),
			"Suspend a member", suspendMember),
		decide,
		placeCommand("appeal COOP CASE APPEAL", "Appeal against the decision in the case against you", 2, appeal),
		onAppeal,
	}
	for _, cmd := range commands {
		if namesAFile(cmd.Use) {
			cmd.Long = cmd.Short + ".\n\n" + aboutFiles
		}
	}
	return commands
}

const aboutFiles = `The last argument is a file, or its SHA-256 in 64 hexadecimal digits. Only the hash
goes to the ledger; keep the file, and give it to those whom it concerns.`

func namesAFile(use string) bool {
	switch use[strings.LastIndexByte(use, ' ')+1:] {
	case "CHARGE", "EVIDENCE", "REPLY", "REASONS", "APPEAL":
		return true
	default:
		return false
	}
}

func charge(_ *cobra.Command, signer string, coop types.Coop, args []string) (sdk.Msg, error) {
	member, err := number(args[0], "a member")
	if err != nil {
		return nil, err
	}
	sum, err := hashOf(args[2])
	return &types.MsgCharge{Authority: signer, CoopId: coop.Id, MemberId: member, Ground: args[1], ChargeSha256: sum}, err
}

func joinCharge(_ *cobra.Command, signer string, coop types.Coop, args []string) (sdk.Msg, error) {
	id, err := number(args[0], "a case")
	return &types.MsgJoinCharge{Signer: signer, CoopId: coop.Id, CaseId: id}, err
}

func withdrawCharge(_ *cobra.Command, signer string, coop types.Coop, args []string) (sdk.Msg, error) {
	id, err := number(args[0], "a case")
	return &types.MsgWithdrawCharge{Authority: signer, CoopId: coop.Id, CaseId: id}, err
}

func endMediation(_ *cobra.Command, signer string, coop types.Coop, args []string) (sdk.Msg, error) {
	if args[1] != "settled" && args[1] != "failed" {
		return nil, fmt.Errorf("%q is not how mediation ends; say settled or failed", args[1])
	}
	id, err := number(args[0], "a case")
	return &types.MsgEndMediation{Signer: signer, CoopId: coop.Id, CaseId: id, Settled: args[1] == "settled"}, err
}

func recordNotice(_ *cobra.Command, signer string, coop types.Coop, args []string) (sdk.Msg, error) {
	id, sum, err := caseAndFile(args[0], args[1])
	return &types.MsgRecordNotice{Authority: signer, CoopId: coop.Id, CaseId: id, EvidenceSha256: sum}, err
}

func acknowledgeCharge(_ *cobra.Command, signer string, coop types.Coop, args []string) (sdk.Msg, error) {
	id, err := number(args[0], "a case")
	return &types.MsgAcknowledgeCharge{Signer: signer, CoopId: coop.Id, CaseId: id}, err
}

func replyToCharge(_ *cobra.Command, signer string, coop types.Coop, args []string) (sdk.Msg, error) {
	id, sum, err := caseAndFile(args[0], args[1])
	return &types.MsgReplyToCharge{Signer: signer, CoopId: coop.Id, CaseId: id, ReplySha256: sum}, err
}

func appeal(_ *cobra.Command, signer string, coop types.Coop, args []string) (sdk.Msg, error) {
	id, sum, err := caseAndFile(args[0], args[1])
	return &types.MsgAppeal{Signer: signer, CoopId: coop.Id, CaseId: id, AppealSha256: sum}, err
}

func suspendMember(_ *cobra.Command, signer string, coop types.Coop, args []string) (sdk.Msg, error) {
	id, err := number(args[0], "a case")
	if err != nil {
		return nil, err
	}
	days, err := number(args[1], "days")
	if err != nil || days > uint64(types.YearSeconds)/secondsPerDay {
		return nil, fmt.Errorf("%q is not how many days a suspension can last", args[1])
	}
	return &types.MsgSuspendMember{Authority: signer, CoopId: coop.Id, CaseId: id, SuspensionSeconds: days * secondsPerDay}, nil
}

func decideCase(cmd *cobra.Command, authority string, coop types.Coop, args []string) (sdk.Msg, error) {
	id, outcome, seconds, reasons, err := decisionArgs(cmd, args)
	return &types.MsgDecideCase{
		Authority: authority, CoopId: coop.Id, CaseId: id, Outcome: outcome, SuspensionSeconds: seconds, ReasonsSha256: reasons,
	}, err
}

func decideAppeal(cmd *cobra.Command, authority string, coop types.Coop, args []string) (sdk.Msg, error) {
	id, outcome, seconds, reasons, err := decisionArgs(cmd, args)
	return &types.MsgDecideAppeal{
		Authority: authority, CoopId: coop.Id, CaseId: id, Outcome: outcome, SuspensionSeconds: seconds, ReasonsSha256: reasons,
	}, err
}

// decisionArgs reads the case, the outcome, how long a suspension lasts, and the reasons.
func decisionArgs(cmd *cobra.Command, args []string) (id uint64, outcome types.CaseOutcome, seconds uint64, reasons []byte, err error) {
	if id, reasons, err = caseAndFile(args[0], args[2]); err != nil {
		return
	}
	outcome, known := outcomes[args[1]]
	if !known {
		return 0, 0, 0, nil, fmt.Errorf("%q is no outcome; say dismissed, warning, suspension or expulsion", args[1])
	}
	days, err := cmd.Flags().GetUint64(flagDays)
	if err != nil {
		return
	}
	if (days > 0) != (outcome == types.CaseOutcome_CASE_OUTCOME_SUSPENSION) || days > uint64(types.YearSeconds)/secondsPerDay {
		return 0, 0, 0, nil, fmt.Errorf("give --%s, 1 to 365, with a suspension and with nothing else", flagDays)
	}
	return id, outcome, days * secondsPerDay, reasons, nil
}

func caseAndFile(caseID, file string) (uint64, []byte, error) {
	id, err := number(caseID, "a case")
	if err != nil {
		return 0, nil, err
	}
	sum, err := hashOf(file)
	return id, sum, err
}
