package cli_test

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/coopledger/coopledger/x/membership/types"
)

const (
	suspensionOutcome = types.CaseOutcome_CASE_OUTCOME_SUSPENSION
	expulsionOutcome  = types.CaseOutcome_CASE_OUTCOME_EXPULSION
)

// The commands of a case and of documents, each with the message it sends.
func TestCaseAndDocumentCommands(t *testing.T) {
	d := newDesk(t)
	file := d.write("charge.txt", "It took the till.\n")
	digest := sha256.Sum256([]byte("It took the till.\n"))
	sum, digits := digest[:], hex.EncodeToString(digest[:])
	coop := types.CoopAddress(2)
	for _, tc := range []struct {
		args string
		want sdk.Msg
	}{
		{"charge north 4 theft FILE", &types.MsgCharge{Authority: d.address, CoopId: 2, MemberId: 4, Ground: "theft", ChargeSha256: sum}},
		{"charge 2 4 theft " + digits, &types.MsgCharge{Authority: d.address, CoopId: 2, MemberId: 4, Ground: "theft", ChargeSha256: sum}},
		{"join-charge north 7", &types.MsgJoinCharge{Signer: d.address, CoopId: 2, CaseId: 7}},
		{"withdraw-charge north 7", &types.MsgWithdrawCharge{Authority: d.address, CoopId: 2, CaseId: 7}},
		{"end-mediation north 7 settled", &types.MsgEndMediation{Signer: d.address, CoopId: 2, CaseId: 7, Settled: true}},
		{"end-mediation north 7 failed", &types.MsgEndMediation{Signer: d.address, CoopId: 2, CaseId: 7}},
		{"record-notice north 7 FILE", &types.MsgRecordNotice{Authority: d.address, CoopId: 2, CaseId: 7, EvidenceSha256: sum}},
		{"acknowledge-charge north 7", &types.MsgAcknowledgeCharge{Signer: d.address, CoopId: 2, CaseId: 7}},
		{"reply-to-charge north 7 FILE", &types.MsgReplyToCharge{Signer: d.address, CoopId: 2, CaseId: 7, ReplySha256: sum}},
		{"suspend north 7 3", &types.MsgSuspendMember{Authority: d.address, CoopId: 2, CaseId: 7, SuspensionSeconds: 259_200}},
		{"appeal north 7 FILE", &types.MsgAppeal{Signer: d.address, CoopId: 2, CaseId: 7, AppealSha256: sum}},
		{"publish-document north minutes assembly FILE --uri https://north.coop/a", &types.MsgPublishDocument{
			Authority: d.address, CoopId: 2, Kind: types.DocumentKind_DOCUMENT_KIND_MINUTES, Name: "assembly",
			File: types.Document{Uri: "https://north.coop/a", Sha256: sum},
		}},
		{"withdraw-document north 3 2", &types.MsgWithdrawDocument{Authority: d.address, CoopId: 2, DocumentId: 3, Version: 2}},
	} {
		t.Run("success - "+strings.Fields(tc.args)[0], func(t *testing.T) {
			require.Equal(t, tc.want, d.message(strings.Fields(strings.ReplaceAll(tc.args, "FILE", file))...))
		})
	}
	for _, tc := range []struct {
		args string
		want sdk.Msg
	}{
		{"decide-case north 7 expulsion FILE", &types.MsgDecideCase{Authority: coop, CoopId: 2, CaseId: 7, Outcome: expulsionOutcome, ReasonsSha256: sum}},
		{"decide-case north 7 suspension FILE --days 10", &types.MsgDecideCase{
			Authority: coop, CoopId: 2, CaseId: 7, Outcome: suspensionOutcome, SuspensionSeconds: 864_000, ReasonsSha256: sum,
		}},
		{"decide-appeal north 7 expulsion FILE", &types.MsgDecideAppeal{Authority: coop, CoopId: 2, CaseId: 7, Outcome: expulsionOutcome, ReasonsSha256: sum}},
		{"charge north 4 theft FILE --resolution", &types.MsgCharge{Authority: coop, CoopId: 2, MemberId: 4, Ground: "theft", ChargeSha256: sum}},
		{"suspend north 7 3 --resolution", &types.MsgSuspendMember{Authority: coop, CoopId: 2, CaseId: 7, SuspensionSeconds: 259_200}},
		{"withdraw-document north 3 2 --resolution", &types.MsgWithdrawDocument{Authority: coop, CoopId: 2, DocumentId: 3, Version: 2}},
	} {
		t.Run("success - by resolution, "+strings.Fields(tc.args)[0], func(t *testing.T) {
			out, err := d.run(strings.Fields(strings.ReplaceAll(tc.args, "FILE", file))...)
			require.NoError(t, err)
			coopSlug, _, message := d.proposed(out)
			require.Equal(t, "north", coopSlug)
			require.Equal(t, tc.want, message)
		})
	}
	for name, args := range map[string]string{
		"no file":                        "charge north 4 theft nowhere.txt",
		"half a hash":                    "charge north 4 theft " + digits[:40],
		"a folder":                       "charge north 4 theft /",
		"no member":                      "charge north dora theft FILE",
		"no case":                        "appeal north seven FILE",
		"no such co-op":                  "appeal nowhere 7 FILE",
		"mediation that ends otherwise":  "end-mediation north 7 maybe",
		"days without end":               "suspend north 7 366",
		"no days":                        "suspend north 7 long",
		"no outcome":                     "decide-case north 7 guilty FILE",
		"a suspension of no length":      "decide-case north 7 suspension FILE",
		"a suspension for ever":          "decide-case north 7 suspension FILE --days 400",
		"an expulsion for some days":     "decide-appeal north 7 expulsion FILE --days 3",
		"no kind of document":            "publish-document north gossip assembly FILE --uri https://north.coop/a",
		"a document nobody finds":        "publish-document north minutes assembly FILE",
		"a version that can't be":        "withdraw-document north 3 4294967296",
		"a document that is not numbers": "withdraw-document north assembly 1",
	} {
		t.Run("error - "+name, func(t *testing.T) {
			out, err := d.run(append(strings.Fields(strings.ReplaceAll(args, "FILE", file)), "--from", "anna", "--generate-only")...)
			require.Error(t, err)
			require.NotContains(t, out, "@type")
		})
	}
}
