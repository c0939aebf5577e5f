package keeper_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	sdk "github.com/cosmos/cosmos-sdk/types"
	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"

	"github.com/coopledger/coopledger/x/governance/types"
	"github.com/coopledger/coopledger/x/membership/testutil"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
)

// nested is a proposal within a proposal …, with the message at the bottom. The
// federation is no member of itself, so levels alternate between two co-ops.
func nested(levels int, bottom sdk.Msg) sdk.Msg {
	message := bottom
	for level := levels; level > 0; level-- {
		signer, target := bakery, federation
		if level%2 == 0 {
			signer, target = federation, bakery
		}
		message = &types.MsgPropose{
			Proposer: membershiptypes.CoopAddress(signer), CoopId: target, Title: "Within", Messages: pack(message),
		}
	}
	return message
}

func TestMessagesOfAResolution(t *testing.T) {
	l := newLedger(t)
	account := membershiptypes.CoopAddress(bakery)
	own := l.propose(worker(2), bakery, "seconded")
	upstairs := l.propose(memberCoop(3), federation, "large")
	paramsMsg := func(signer uint64) sdk.Msg {
		return &types.MsgUpdateParams{Authority: membershiptypes.CoopAddress(signer), Params: types.DefaultParams()}
	}
	many := make([]sdk.Msg, 16)
	for i := range many {
		many[i] = pay(federation, worker(1), 1)
	}
	for _, c := range []struct {
		name     string
		proposer string
		coop     uint64
		message  sdk.Msg
		want     error
		refused  string
	}{
		{"success - a payment", worker(1), bakery, pay(bakery, worker(2), 1), nil, ""},
		{"success - a vote upstairs", worker(1), bakery, &types.MsgVote{Voter: account, ResolutionId: upstairs, Choice: yes}, nil, ""},
		{"success - limits, in the root federation", memberCoop(1), federation, paramsMsg(federation), nil, ""},
		{"success - proposed upstairs: a payment of the federation", worker(1), bakery, nested(1, pay(federation, worker(1), 1)), nil, ""},
		{"success - proposed upstairs: limits", worker(1), bakery, nested(1, paramsMsg(federation)), nil, ""},
		{"success - as deep as allowed", worker(1), bakery, nested(3, pay(federation, worker(1), 1)), nil, ""},

		{"error - off the allow-list (H11)", worker(1), bakery, &banktypes.MsgMultiSend{}, types.ErrMessageNotAllowed, "not on the ledger's list"},
		{"error - off the list, one level down (H11)", worker(1), bakery, nested(1, &banktypes.MsgMultiSend{}), types.ErrMessageNotAllowed, "message 0 proposed in co-op 1"},
		{"error - off the list, three levels down (H11)", worker(1), bakery, nested(3, &banktypes.MsgMultiSend{}), types.ErrMessageNotAllowed, "not on the ledger's list"},
		{"error - too deep (H11)", worker(1), bakery, nested(4, pay(bakery, worker(1), 1)), types.ErrNestedTooDeep, "at most 4"},
		{"error - a hundred deep (H11)", worker(1), bakery, nested(100, pay(bakery, worker(1), 1)), types.ErrNestedTooDeep, "at most 4"},
		{"error - too many, inner ones counted", worker(1), bakery, &types.MsgPropose{
			Proposer: account, CoopId: federation, Title: "Within", Messages: pack(many...),
		}, types.ErrInvalidContent, "more than 16 messages"},

		{"error - another co-op pays", worker(1), bakery, pay(3, worker(1), 1), types.ErrWrongSigner, "signs as coop1"},
		{"error - a member pays", worker(1), bakery, &banktypes.MsgSend{FromAddress: worker(2), ToAddress: worker(1)}, types.ErrWrongSigner, "to be signed by " + worker(2)},
		{"error - nobody pays", worker(1), bakery, &banktypes.MsgSend{ToAddress: worker(1)}, types.ErrWrongSigner, "can't be read"},
		{"error - the authority is handed away", memberCoop(1), federation, paramsMsg(3), types.ErrWrongSigner, "co-op 1 signs as"},
		{"error - one level down, the wrong co-op pays", worker(1), bakery, nested(1, pay(bakery, worker(1), 1)), types.ErrWrongSigner, "co-op 1 signs as"},
		{"error - limits, elsewhere", worker(1), bakery, paramsMsg(bakery), types.ErrRootOnly, "not the root federation"},
		{"error - limits, back down in another co-op", memberCoop(1), federation, &types.MsgPropose{
			Proposer: membershiptypes.CoopAddress(federation), CoopId: bakery, Title: "Within", Messages: pack(paramsMsg(bakery)),
		}, types.ErrRootOnly, "not the root federation"},

		{"error - votes on its own (H12)", worker(1), bakery, &types.MsgVote{Voter: account, ResolutionId: own, Choice: yes}, types.ErrActsOnItself, "members do"},
		{"error - seconds its own (H12)", worker(1), bakery, &types.MsgSecond{Seconder: account, ResolutionId: own}, types.ErrActsOnItself, "members do"},
		{"error - withdraws its own (H12)", worker(1), bakery, &types.MsgWithdraw{Proposer: account, ResolutionId: own}, types.ErrActsOnItself, "members do"},
		{"error - amends its own (H12)", worker(1), bakery, &types.MsgAmend{Proposer: account, ResolutionId: own, Title: "x"}, types.ErrActsOnItself, "members do"},
		{"error - proposes to itself (H12)", worker(1), bakery, &types.MsgPropose{Proposer: account, CoopId: bakery, Title: "x"}, types.ErrActsOnItself, "members do"},
		{"error - leaves itself (H12)", worker(1), bakery, &membershiptypes.MsgLeave{Signer: account, CoopId: bakery}, types.ErrActsOnItself, "members do"},
		{"error - applies to itself (H12)", worker(1), bakery, &membershiptypes.MsgApply{Applicant: account, CoopId: bakery}, types.ErrActsOnItself, "members do"},
		{"error - an amendment upstairs, off the list (H11)", worker(1), bakery, &types.MsgAmend{
			Proposer: account, ResolutionId: upstairs, Title: "x", Messages: pack(&banktypes.MsgMultiSend{}),
		}, types.ErrMessageNotAllowed, "message 0 proposed in co-op 1"},
		{"error - votes on what is not there", worker(1), bakery, &types.MsgVote{Voter: account, ResolutionId: 999, Choice: yes}, types.ErrUnknownResolution, "999"},
		{"error - proposes in a co-op that is not there", worker(1), bakery, &types.MsgPropose{Proposer: account, CoopId: 999, Title: "x", Messages: pack(pay(999, worker(1), 1))}, membershiptypes.ErrUnknownCoop, "999"},
	} {
		t.Run(c.name, func(t *testing.T) {
			before := l.stateHash()
			id, err := l.tryPropose(c.proposer, c.coop, "", c.message)
			if c.want == nil {
				require.NoError(t, err)
				l.drop(id, c.proposer)
				return
			}
			require.ErrorIs(t, err, c.want)
			require.ErrorContains(t, err, c.refused)
			require.Equal(t, before, l.stateHash(), "a refusal changes no state")
		})
	}
}

// drop ends a resolution so that the next case has room.
func (l *ledger) drop(id uint64, proposer string) {
	if l.resolution(id).Status == types.Status_STATUS_VOTING {
		l.wait(15 * day)
		return
	}
	require.NoError(l.t, l.withdraw(id, proposer))
}

func TestUndecodableMessageIsRefused(t *testing.T) {
	l := newLedger(t)
	_, err := l.messages.Propose(l.ctx, &types.MsgPropose{
		Proposer: worker(1), CoopId: bakery, Title: "x",
		Messages: []*codectypes.Any{{TypeUrl: sdk.MsgTypeURL(&banktypes.MsgSend{}), Value: []byte{0xff}}},
	})
	require.ErrorIs(t, err, types.ErrInvalidContent)
}

func TestProposeRefusals(t *testing.T) {
	l := newLedger(t)
	for _, c := range []struct {
		name     string
		proposer string
		coop     uint64
		rule     string
		want     error
	}{
		{"error - a stranger", testutil.Address("stranger"), bakery, "", membershiptypes.ErrNotAMember},
		{"error - a member without a vote", supporter(), bakery, "", types.ErrNotOnRoll},
		{"error - a member of another co-op", worker(1), 3, "", membershiptypes.ErrNotAMember},
		{"error - the co-op itself", membershiptypes.CoopAddress(bakery), bakery, "", membershiptypes.ErrNotAMember},
		{"error - no such co-op", worker(1), 99, "", membershiptypes.ErrNotAMember},
		{"error - no such rule", worker(1), bakery, "whim", membershiptypes.ErrUnknownRule},
		{"error - no address", "", bakery, "", types.ErrUnauthorized},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := l.tryPropose(c.proposer, c.coop, c.rule)
			require.ErrorIs(t, err, c.want)
		})
	}
}

// What messages require comes on top of the rule asked for, with the floor.
func TestRulesAreDrawnByConjunction(t *testing.T) {
	l := newLedger(t)
	names := func(terms types.Terms) (names []string) {
		for _, rule := range terms.Rules {
			names = append(names, rule.Name)
		}
		return names
	}
	amendCharter := &membershiptypes.MsgAmendCharter{Authority: membershiptypes.CoopAddress(bakery), CoopId: bakery, Charter: bakeryCharter()}
	grant := &membershiptypes.MsgGrantPower{Authority: membershiptypes.CoopAddress(bakery), CoopId: bakery, MemberId: 1, Power: "admit", TermSeconds: 1}
	for _, c := range []struct {
		name     string
		rule     string
		messages []sdk.Msg
		want     []string
		special  bool
	}{
		{"success - nothing asked: the default", "", nil, []string{"ordinary"}, false},
		{"success - a rule asked for", "final", nil, []string{"final"}, false},
		{"success - payments: the default", "", []sdk.Msg{pay(bakery, worker(1), 1)}, []string{"ordinary"}, false},
		{"success - payments, special asked for", "special", []sdk.Msg{pay(bakery, worker(1), 1)}, []string{"ordinary", "special"}, false},
		{"success - the charter, ordinary asked for", "ordinary", []sdk.Msg{amendCharter}, []string{"ordinary", "special"}, true},
		{"success - the charter, powers and payments", "", []sdk.Msg{pay(bakery, worker(1), 1), grant, amendCharter}, []string{"careful", "ordinary", "special"}, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			id := l.propose(worker(1), bakery, c.rule, c.messages...)
			terms, err := l.governance.Terms.Get(l.ctx, id)
			require.NoError(t, err)
			require.Equal(t, c.want, names(terms))
			require.Equal(t, c.special, terms.SpecialFloor)
			require.Equal(t, uint64(1), terms.CharterVersion)
			l.drop(id, worker(1))
		})
	}
}
