package integration

import (
	"testing"

	"github.com/stretchr/testify/require"

	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	sdk "github.com/cosmos/cosmos-sdk/types"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"
	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"
	consensustypes "github.com/cosmos/cosmos-sdk/x/consensus/types"
	upgradetypes "github.com/cosmos/cosmos-sdk/x/upgrade/types"

	"github.com/coopledger/coopledger/testutil/ledger"
	chaintypes "github.com/coopledger/coopledger/x/chain/types"
	governancetypes "github.com/coopledger/coopledger/x/governance/types"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
	treasurytypes "github.com/coopledger/coopledger/x/treasury/types"
	validatorstypes "github.com/coopledger/coopledger/x/validators/types"
)

// H11, H12. What a resolution may not carry is refused when it is proposed, and
// the next block comes.
func TestHostileProposalsAreRefused(t *testing.T) {
	l := ledger.New(t, ledger.Federation())
	who := ledger.Member(ledger.Worker, 1)
	own, root := l.Account(ledger.Worker), l.Account(ledger.Root)
	open := l.Propose(who, ledger.Worker, "ordinary")

	nested := func(depth int) sdk.Msg {
		var message sdk.Msg = &governancetypes.MsgVote{Voter: root, ResolutionId: 1, Choice: yes}
		for range depth {
			message = l.Proposal(own, ledger.Root, "", message)
		}
		return message
	}
	for _, c := range []struct {
		name    string
		message sdk.Msg
	}{
		{"off the allow-list - auth parameters", &authtypes.MsgUpdateParams{Authority: own, Params: authtypes.DefaultParams()}},
		{"off the allow-list - raw consensus parameters", &consensustypes.MsgUpdateParams{Authority: own}},
		{"off the allow-list - raw upgrade", &upgradetypes.MsgSoftwareUpgrade{Authority: own, Plan: upgradetypes.Plan{Name: "x", Height: 10}}},
		{"off the allow-list - many payments", &banktypes.MsgMultiSend{Inputs: []banktypes.Input{{Address: own}}}},
		{"off the allow-list - a bare transfer", &banktypes.MsgSend{FromAddress: own, ToAddress: who.String()}},
		{"signed by somebody else", &treasurytypes.MsgPay{Authority: who.String(), CoopId: l.Coop(ledger.Worker)}},
		{"the root's alone", &validatorstypes.MsgRemoveSeat{Authority: own, CoopId: l.Coop(ledger.Worker)}},
		{"votes in its own co-op", &governancetypes.MsgVote{Voter: own, ResolutionId: open, Choice: yes}},
		{"seconds in its own co-op", &governancetypes.MsgSecond{Seconder: own, ResolutionId: open}},
		{"leaves itself", &membershiptypes.MsgLeave{Signer: own, CoopId: l.Coop(ledger.Worker)}},
		{"proposes to itself", l.Proposal(own, ledger.Worker, "")},
		{"nested 8 deep", nested(8)},
	} {
		t.Run(c.name, func(t *testing.T) {
			message := l.Proposal(who.String(), ledger.Worker, "", c.message)
			result := l.Block(l.Free(who, message))[0]
			require.NotZero(t, result.Code, "was accepted")
			require.NotContains(t, result.Log, "panic")
			l.Block()
		})
	}
}

// A hundred boxes within boxes don't even decode; nothing of it is executed.
func TestAnyNestedAHundredDeep(t *testing.T) {
	l := ledger.New(t, ledger.Federation())
	who := ledger.Member(ledger.Worker, 1)
	message := l.Proposal(who.String(), ledger.Worker, "")
	for range 100 {
		packed, err := codectypes.NewAnyWithValue(message)
		require.NoError(t, err)
		message = &governancetypes.MsgPropose{
			Proposer: who.String(), CoopId: l.Coop(ledger.Worker), Title: "box", Summary: "in a box",
			Messages: []*codectypes.Any{packed},
		}
	}
	result := l.Block(l.Free(who, message))[0]
	require.NotZero(t, result.Code)
	l.Block()
}

// What only shows when it is executed fails alone: the resolution is FAILED,
// nothing of it happened, and the next block comes.
func TestHostileExecutionsFailAlone(t *testing.T) {
	l := ledger.New(t, ledger.Federation())
	root := l.Account(ledger.Root)
	keepParams := func() []byte {
		params, err := l.App.Keepers().Consensus.ParamsStore.Get(l.Ctx())
		require.NoError(t, err)
		bytes, err := params.Marshal()
		require.NoError(t, err)
		return bytes
	}
	before := keepParams()
	good := func() *chaintypes.MsgUpdateConsensusParams {
		return &chaintypes.MsgUpdateConsensusParams{
			Authority: root, MaxBytes: 4_000_000, MaxGas: 100_000_000,
			EvidenceMaxAgeBlocks: 2_500_000, EvidenceMaxAgeSeconds: 31 * 24 * 3_600, EvidenceMaxBytes: 100_000,
		}
	}
	tinyGas := good()
	tinyGas.MaxGas = 1
	tinyBytes := good()
	tinyBytes.MaxBytes = 1
	shortEvidence := good()
	shortEvidence.EvidenceMaxAgeSeconds = 1
	for _, c := range []struct {
		name     string
		messages []sdk.Msg
	}{
		{"max_gas of 1", []sdk.Msg{tinyGas}},
		{"max_bytes of 1", []sdk.Msg{tinyBytes}},
		{"evidence forgotten at once", []sdk.Msg{shortEvidence}},
		{"a partial parameter update zeroes nothing (H13)", []sdk.Msg{&chaintypes.MsgUpdateParams{Authority: root}}},
		{"a good message, then a bad one", []sdk.Msg{good(), tinyGas}},
		{"pays what it does not have", []sdk.Msg{&treasurytypes.MsgPay{
			Authority: root, CoopId: l.Coop(ledger.Root), Fund: "operating", Account: "5000",
			Payee: ledger.Stranger().String(), Coins: sdk.NewCoins(sdk.NewInt64Coin(ledger.FeeDenom, 1_000_000)),
		}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			resolution := l.FederationDecides("large", c.messages...)
			require.Equal(t, governancetypes.Status_STATUS_FAILED, resolution.Status, resolution.Outcome.String())
			require.Equal(t, before, keepParams())
			l.Block()
		})
	}
}

// Seats can't be emptied, however large the majority.
func TestTheValidatorSetCanNotBeEmptied(t *testing.T) {
	l := ledger.New(t, ledger.Federation())
	var removals []sdk.Msg
	for _, slug := range ledger.MemberCoops[:4] {
		removals = append(removals, &validatorstypes.MsgRemoveSeat{Authority: l.Account(ledger.Root), CoopId: l.Coop(slug)})
	}
	l.FederationDecides("large", removals...)
	for range 20 {
		l.Block()
		for _, update := range l.LastResponse.ValidatorUpdates {
			require.NotZero(t, update.Power, "a seat lost its power although the set can't survive it")
		}
	}
	seats, err := l.App.SigningSeats(l.Ctx())
	require.NoError(t, err)
	require.Len(t, seats, 4)
}
