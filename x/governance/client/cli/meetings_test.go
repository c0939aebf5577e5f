package cli

import (
	"bytes"
	"context"
	"crypto/sha256"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/cosmos/cosmos-sdk/client"
	sdk "github.com/cosmos/cosmos-sdk/types"
	authtx "github.com/cosmos/cosmos-sdk/x/auth/tx"

	"github.com/coopledger/coopledger/x/governance/types"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
)

// signer of all commands here; a co-op's account is an address like any other.
var signer = membershiptypes.CoopAddress(7)

// run types `coopd tx governance …` where nothing is signed or sent.
func run(t *testing.T, args ...string) (sdk.Msg, error) {
	t.Helper()
	sdk.GetConfig().SetBech32PrefixForAccount(membershiptypes.AddressPrefix, membershiptypes.AddressPrefix+"pub")
	cdc := newCodec(t)
	var out bytes.Buffer
	config := authtx.NewTxConfig(cdc, authtx.DefaultSignModes)
	clientCtx := client.Context{}.WithCodec(cdc).WithTxConfig(config).WithOutput(&out).WithChainID("test-1")
	cmd := NewTxCmd()
	cmd.SetOut(&out)
	cmd.SetErr(&out)
	cmd.SetArgs(append(args, "--from", signer, "--generate-only"))
	cmd.SilenceUsage = true
	if err := cmd.ExecuteContext(context.WithValue(t.Context(), client.ClientContextKey, &clientCtx)); err != nil {
		return nil, err
	}
	decoded, err := config.TxJSONDecoder()(out.Bytes())
	require.NoError(t, err, out.String())
	require.Len(t, decoded.GetMsgs(), 1)
	return decoded.GetMsgs()[0], nil
}

func write(t *testing.T, name, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
	return path
}

const notice = `coop: "2"
kind: annual
starts_at: 2027-05-04T18:00
place: The old mill
agenda: [12, 13]
`

func TestMeetingCommands(t *testing.T) {
	wanted := types.MeetingNotice{Kind: types.MeetingKind_MEETING_KIND_ANNUAL, StartsAt: "2027-05-04T18:00", Place: "The old mill"}
	paper := sha256.Sum256([]byte("scan"))
	ballots := []types.Ballot{{MemberId: 3, Choice: types.Choice_CHOICE_YES}, {MemberId: 7, Choice: types.Choice_CHOICE_NO}}
	counted := types.Sheet{ResolutionId: 12, PaperSha256: paper[:], Ballots: ballots}
	present := types.Sheet{PaperSha256: paper[:], Ballots: []types.Ballot{{MemberId: 3}, {MemberId: 7}}}
	scan, list := write(t, "scan.pdf", "scan"), write(t, "ballots.csv", "member,choice\n3,yes\n7, no\n")
	people := write(t, "present.csv", "3\n7\n")
	for name, test := range map[string]struct {
		args []string
		want sdk.Msg
	}{
		"convene": {
			[]string{"convene", write(t, "notice.yaml", notice)},
			&types.MsgConveneMeeting{Convener: signer, CoopId: 2, Notice: wanted, Agenda: []uint64{12, 13}},
		},
		"requisition": {
			[]string{"requisition", write(t, "notice.yaml", notice)},
			&types.MsgRequisition{Member: signer, CoopId: 2, Notice: wanted, Agenda: []uint64{12, 13}},
		},
		"sign":    {[]string{"sign-requisition", "4"}, &types.MsgSignRequisition{Member: signer, RequisitionId: 4}},
		"table":   {[]string{"table", "3", "12"}, &types.MsgTable{Member: signer, MeetingId: 3, ResolutionId: 12}},
		"attend":  {[]string{"attend", "3"}, &types.MsgAttend{Member: signer, MeetingId: 3}},
		"cancel":  {[]string{"cancel", "3", scan}, &types.MsgCancelMeeting{Officer: signer, MeetingId: 3, ReasonSha256: paper[:]}},
		"adjourn": {[]string{"adjourn", "3", "2027-05-11T18:00"}, &types.MsgAdjournMeeting{Officer: signer, MeetingId: 3, StartsAt: "2027-05-11T18:00"}},
		"close":   {[]string{"close", "3"}, &types.MsgCloseMeeting{Officer: signer, MeetingId: 3}},
		"minutes": {[]string{"minutes", "3", scan, "https://example.coop/m.pdf"}, &types.MsgRecordMinutes{
			Officer: signer, MeetingId: 3, Document: membershiptypes.Document{Uri: "https://example.coop/m.pdf", Sha256: paper[:]},
		}},
		"enter attendance": {
			[]string{"enter-attendance", "3", people, "--paper", scan},
			&types.MsgEnterAttendance{Scrutineer: signer, MeetingId: 3, Members: []uint64{3, 7}, PaperSha256: paper[:]},
		},
		"enter ballots": {
			[]string{"enter-ballots", "12", list, "--paper", scan},
			&types.MsgEnterBallots{Scrutineer: signer, ResolutionId: 12, Ballots: ballots, PaperSha256: paper[:]},
		},
		"confirm ballots": {
			[]string{"confirm-sheet", "3", "1", list, "--paper", scan, "--resolution", "12"},
			&types.MsgConfirmSheet{Scrutineer: signer, MeetingId: 3, Sheet: 1, ListHash: counted.HashOfList(3)},
		},
		"confirm attendance": {
			[]string{"confirm-sheet", "3", "2", people, "--paper", scan},
			&types.MsgConfirmSheet{Scrutineer: signer, MeetingId: 3, Sheet: 2, ListHash: present.HashOfList(3)},
		},
		"dispute": {[]string{"dispute-sheet", "3", "1"}, &types.MsgDisputeSheet{Member: signer, MeetingId: 3, Sheet: 1}},
	} {
		t.Run("success - "+name, func(t *testing.T) {
			got, err := run(t, append([]string{"meeting"}, test.args...)...)
			require.NoError(t, err)
			require.Equal(t, test.want, got)
		})
	}
}

func TestMeetingCommandsRefuse(t *testing.T) {
	scan := write(t, "scan.pdf", "scan")
	for name, test := range map[string]struct {
		args []string
		want string
	}{
		"kind":            {[]string{"convene", write(t, "n.yaml", "coop: \"2\"\nkind: weekly\n")}, `kind is "weekly"; it is annual or extraordinary`},
		"co-op missing":   {[]string{"convene", write(t, "n.yaml", "kind: annual\n")}, "coop is missing"},
		"unknown key":     {[]string{"requisition", write(t, "n.yaml", notice+"tea: yes\n")}, "field tea not found"},
		"empty notice":    {[]string{"convene", write(t, "n.yaml", "")}, "is empty"},
		"no file":         {[]string{"convene", "nowhere.yaml"}, "can't be read"},
		"hash":            {[]string{"convene", write(t, "n.yaml", notice+"document: {uri: a, sha256: zz}\n")}, "sha256 must be 64"},
		"meeting's":       {[]string{"attend", "0"}, "is no meeting's number"},
		"requisition's":   {[]string{"sign-requisition", "first"}, "is no requisition's number"},
		"sheet's":         {[]string{"dispute-sheet", "3", "4294967296"}, "is no sheet's number"},
		"no paper":        {[]string{"enter-ballots", "12", scan}, `required flag(s) "paper"`},
		"paper missing":   {[]string{"enter-ballots", "12", scan, "--paper", "nowhere.pdf"}, "can't be read"},
		"no list":         {[]string{"enter-ballots", "12", "nowhere.csv", "--paper", scan}, "the list can't be read"},
		"choice":          {[]string{"enter-ballots", "12", write(t, "b.csv", "3,maybe\n"), "--paper", scan}, `line 1: "maybe" is not a choice`},
		"no choice":       {[]string{"enter-ballots", "12", write(t, "b.csv", "3\n"), "--paper", scan}, "a ballot is a member's number and a choice"},
		"member":          {[]string{"enter-attendance", "3", write(t, "b.csv", "x\n"), "--paper", scan}, "is no member's number"},
		"choices present": {[]string{"enter-attendance", "3", write(t, "b.csv", "3,yes\n"), "--paper", scan}, "nothing but their numbers"},
	} {
		t.Run("error - "+name, func(t *testing.T) {
			_, err := run(t, append([]string{"meeting"}, test.args...)...)
			require.ErrorContains(t, err, test.want)
		})
	}
}

func TestAResolutionWaitsForAMeeting(t *testing.T) {
	got, err := run(t, "propose", write(t, "r.yaml", "coop: \"2\"\ntitle: Bread\nfor_meeting: true\n"))
	require.NoError(t, err)
	require.True(t, got.(*types.MsgPropose).ForMeeting)
}
