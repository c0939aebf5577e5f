package cli

import (
	"bytes"
	"context"
	"fmt"
	"net"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/test/bufconn"

	"github.com/cosmos/cosmos-sdk/client"
	"github.com/cosmos/cosmos-sdk/codec"
	sdk "github.com/cosmos/cosmos-sdk/types"
	authtx "github.com/cosmos/cosmos-sdk/x/auth/tx"
	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"

	"github.com/coopledger/coopledger/x/governance/types"
	"github.com/coopledger/coopledger/x/membership/testutil"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
)

// Modules that pay register their own previews; here one stands for all of them.
func TestMain(m *testing.M) {
	RegisterPreview(func(m *banktypes.MsgSend) Preview {
		return Preview{Sentence: fmt.Sprintf("pays %s to %s", CoinsInWords(m.Amount), m.ToAddress), Payees: []string{m.ToAddress}}
	})
	m.Run()
}

// knowing answers who is known: anna's key, and each co-op's account.
type knowing struct {
	membershiptypes.UnimplementedQueryServer
}

func (knowing) Who(_ context.Context, request *membershiptypes.QueryWhoRequest) (*membershiptypes.QueryWhoResponse, error) {
	switch request.Address {
	case testutil.Address("anna"):
		return &membershiptypes.QueryWhoResponse{Places: []membershiptypes.MemberRef{{CoopId: 2, MemberId: 7}}}, nil
	case membershiptypes.CoopAddress(3):
		return &membershiptypes.QueryWhoResponse{Coop: &membershiptypes.Coop{Id: 3, Slug: "mill"}}, nil
	}
	return &membershiptypes.QueryWhoResponse{}, nil
}

// counter is where somebody proposes a payment.
type counter struct {
	t      *testing.T
	client client.Context
	// answers that are typed.
	answers string
	// shown beside the output.
	shown bytes.Buffer
}

func newCounter(t *testing.T) *counter {
	t.Helper()
	sdk.GetConfig().SetBech32PrefixForAccount(membershiptypes.AddressPrefix, membershiptypes.AddressPrefix+"pub")
	cdc := newCodec(t)
	listener := bufconn.Listen(1 << 16)
	server := grpc.NewServer(grpc.ForceServerCodec(codec.NewProtoCodec(cdc.InterfaceRegistry()).GRPCCodec()))
	membershiptypes.RegisterQueryServer(server, &knowing{})
	go func() { _ = server.Serve(listener) }()
	t.Cleanup(server.Stop)
	connection, err := grpc.NewClient("passthrough:///node",
		grpc.WithContextDialer(func(context.Context, string) (net.Conn, error) { return listener.Dial() }),
		grpc.WithTransportCredentials(insecure.NewCredentials()),
		grpc.WithDefaultCallOptions(grpc.ForceCodec(codec.NewProtoCodec(cdc.InterfaceRegistry()).GRPCCodec())))
	require.NoError(t, err)
	t.Cleanup(func() { _ = connection.Close() })
	return &counter{t: t, client: client.Context{}.WithCodec(cdc).WithInterfaceRegistry(cdc.InterfaceRegistry()).
		WithTxConfig(authtx.NewTxConfig(cdc, authtx.DefaultSignModes)).WithChainID("test-1").WithGRPCClient(connection)}
}

// propose previews a file's messages as `propose` does and says what it refuses.
// It doesn't send: what comes after the preview is the SDK's.
func (c *counter) propose(text string, flags ...string) (*types.Content, error) {
	c.t.Helper()
	written, err := parseFile([]byte(text))
	require.NoError(c.t, err)
	content, err := written.content(c.client.Codec, 2, noNode)
	require.NoError(c.t, err)
	cmd := newProposeCmd()
	c.shown.Reset()
	cmd.SetErr(&c.shown)
	cmd.SetIn(strings.NewReader(c.answers))
	cmd.SetContext(c.t.Context())
	require.NoError(c.t, cmd.ParseFlags(flags))
	yes, err := cmd.Flags().GetBool("yes")
	require.NoError(c.t, err)
	generate, err := cmd.Flags().GetBool("generate-only")
	require.NoError(c.t, err)
	asked := c.client.WithSkipConfirmation(yes).WithGenerateOnly(generate)
	return &content, previewAndConfirm(cmd, asked, 2, content.Messages)
}

func payment(to string) string {
	return `{title: Pay, messages: [{"@type": /cosmos.bank.v1beta1.MsgSend, to_address: ` + to + `, amount: [{denom: ueur, amount: "1500"}]}]}`
}

// H14: before money goes to an address that nobody on the ledger has, somebody
// must say that it is the right one, and --yes does not say so.
func TestH14AnUnknownPayeeIsConfirmed(t *testing.T) {
	stranger := testutil.Address("stranger")
	within := `{title: Up, messages: [{"@type": /coop.governance.v1.MsgPropose, coop_id: 7, title: Pay, messages: [` +
		`{"@type": /cosmos.bank.v1beta1.MsgSend, to_address: ` + stranger + `, amount: [{denom: ueur, amount: "1"}]}]}]}`
	foreign := "cosmos1qypqxpq9qcrsszg2pvxq6rs0zqg3yyc5lzv7xu"
	for _, c := range []struct {
		name, text, answers string
		flags               []string
		refused             string
	}{
		{"success - a member's key", payment(testutil.Address("anna")), "", []string{"--yes"}, ""},
		{"success - a co-op's account", payment(membershiptypes.CoopAddress(3)), "", []string{"--yes"}, ""},
		{"success - a stranger, confirmed by a flag", payment(stranger), "", []string{"--yes", "--confirm-payee", stranger}, ""},
		{"success - a flag in capitals", payment(stranger), "", []string{"--yes", "--confirm-payee", strings.ToUpper(stranger)}, ""},
		{"success - a stranger, confirmed at the terminal", payment(stranger), "y\n", nil, ""},
		{"error - a stranger, and --yes", payment(stranger), "", []string{"--yes"}, "--confirm-payee " + stranger},
		{"error - a stranger, to be signed elsewhere", payment(stranger), "", []string{"--generate-only"}, "neither a member's key nor a co-op's account"},
		{"error - a stranger, and no", payment(stranger), "n\n", nil, "nothing was proposed"},
		{"error - a stranger, and no answer", payment(stranger), "", nil, "nothing was proposed"},
		{"error - another one confirmed", payment(stranger), "", []string{"--yes", "--confirm-payee", testutil.Address("other")}, "pays nothing there"},
		{"error - a stranger in a proposal within", within, "", []string{"--yes"}, "--confirm-payee " + stranger},
		{"error - an address of another ledger", payment(foreign), "", []string{"--yes", "--confirm-payee", foreign}, foreign},
	} {
		t.Run(c.name, func(t *testing.T) {
			desk := newCounter(t)
			desk.answers = c.answers
			_, err := desk.propose(c.text, c.flags...)
			if c.refused == "" {
				require.NoError(t, err)
				return
			}
			require.ErrorContains(t, err, c.refused)
		})
	}
}

// A node that can't be asked knows nobody.
func TestH14ANodeThatIsAway(t *testing.T) {
	desk := newCounter(t)
	desk.client = desk.client.WithGRPCClient(nil).WithOffline(true)
	_, err := desk.propose(payment(testutil.Address("anna")), "--yes")
	require.ErrorContains(t, err, "--confirm-payee")
	require.Contains(t, desk.shown.String(), "the node could not be asked")
}

func TestPreviewInSentences(t *testing.T) {
	anna, stranger := testutil.Address("anna"), testutil.Address("stranger")
	desk := newCounter(t)
	_, err := desk.propose(`title: All of it
messages:
  - {"@type": /cosmos.bank.v1beta1.MsgSend, to_address: `+anna+`, amount: [{denom: ueur, amount: "1500"}, {denom: uusd, amount: "2"}]}
  - {"@type": /coop.membership.v1.MsgAdmit, coop_id: 2, member: {class: workers}}
  - {"@type": /coop.membership.v1.MsgAdmit, coop_id: 2, member: {class: co-ops, member_coop_id: 12}}
  - {"@type": /coop.membership.v1.MsgGrantPower, coop_id: 2, member_id: 7, power: admit, term_seconds: 86400, scope: {class_ids: [1, 2]}, limit: {per_day: 3, in_term: 9}}
  - {"@type": /coop.membership.v1.MsgRevokePower, coop_id: 2, member_id: 7, power: board}
  - {"@type": /coop.membership.v1.MsgWithdrawCharter, coop_id: 2, version: 3}
  - "@type": /coop.governance.v1.MsgPropose
    coop_id: 7
    title: Within
    messages:
      - {"@type": /coop.governance.v1.MsgVote, resolution_id: 3, choice: CHOICE_YES}
      - {"@type": /cosmos.bank.v1beta1.MsgSend, to_address: `+stranger+`, amount: [{denom: ueur, amount: "1"}]}
`, "--yes", "--confirm-payee", stranger)
	require.NoError(t, err)
	require.Equal(t, `Once it is carried out, the account of co-op 2
  1. pays 1500 ueur and 2 uusd to `+anna+`
     `+anna+` is a key of `+membershiptypes.MemberRef{CoopId: 2, MemberId: 7}.Words()+`
  2. admits a person to the class "workers" of co-op 2
  3. admits co-op 12 to the class "co-ops" of co-op 2
  4. gives member 7 of co-op 2 the power "admit" for 1 day, for the classes [1 2] alone, 3 times a day at most, 9 times in all
  5. ends the power "board" of member 7 of co-op 2
  6. sends coop.membership.v1.MsgWithdrawCharter: {"authority":"`+membershiptypes.CoopAddress(2)+`","coop_id":"2","version":"3"}
  7. proposes "Within" in co-op 7, whose account would do what is below
     1. votes yes on resolution 3
     2. pays 1 ueur to `+stranger+`
        `+stranger+` is UNKNOWN to this ledger: no member's key and no co-op's account
`, desk.shown.String())
}

// What is asked takes one line; the next question finds its own.
func TestOneLineIsRead(t *testing.T) {
	in := strings.NewReader("yes\nno\n")
	for _, want := range []string{"yes", "no", ""} {
		got, err := line(in)
		require.NoError(t, err)
		require.Equal(t, want, got)
	}
	long, err := line(strings.NewReader(strings.Repeat("y", 1_000)))
	require.NoError(t, err)
	require.Len(t, long, answerBytes)
}
