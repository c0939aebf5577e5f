package keeper_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/coopledger/coopledger/x/membership/testutil"
	"github.com/coopledger/coopledger/x/membership/types"
)

func (l *ledger) usedProofs() []types.UsedProof {
	l.t.Helper()
	state, err := l.keeper.ExportGenesis(l.ctx)
	require.NoError(l.t, err)
	return state.UsedProofs
}

// Who has left stays away: whoever kept the proof can't use it again, not even
// with another signature over the same text.
func TestAProofIsGoodOnce(t *testing.T) {
	l := newLedger(t)
	joining := l.person("north", "workers", "dora")
	admit := &types.MsgAdmit{Authority: account(north), CoopId: north, Member: joining}
	l.send(nil, admit)
	l.send(nil, &types.MsgLeave{Signer: testutil.Address("dora"), CoopId: north})
	l.send(types.ErrProofUsed, admit)
	l.send(types.ErrProofUsed, &types.MsgApply{
		Applicant: testutil.Address("north-anna"), CoopId: north, Class: "workers", Key: &joining.Keys[0],
	})
	require.Equal(t, []types.UsedProof{{
		ExpiresAt: joining.Keys[0].ExpiresAt, CoopId: north, Address: testutil.Address("dora"),
	}}, l.usedProofs())

	l.clock.Seconds++
	l.send(nil, &types.MsgAdmit{Authority: account(north), CoopId: north, Member: l.person("north", "workers", "dora")})

	// The same for a key that was taken away from a place.
	phone := &types.MsgAddKey{Signer: testutil.Address("north-anna"), CoopId: north, Key: l.proof("phone", "north", 1)}
	l.send(nil, phone)
	l.send(nil, &types.MsgRemoveKey{Signer: testutil.Address("north-anna"), CoopId: north, Address: testutil.Address("phone")})
	l.send(types.ErrProofUsed, phone)
	l.sound()
}

// Used proofs are forgotten when they end, two for each new one.
func TestUsedProofsAreForgotten(t *testing.T) {
	l := newLedger(t)
	first := l.clock.Seconds
	for _, name := range []string{"dora", "emil", "fred", "gina"} {
		l.send(nil, &types.MsgAdmit{Authority: account(north), CoopId: north, Member: l.person("north", "workers", name)})
		l.clock.Seconds++
	}
	require.Len(t, l.usedProofs(), 4)
	l.clock.Seconds = first + testutil.Day + 1
	l.send(nil, &types.MsgAdmit{Authority: account(north), CoopId: north, Member: l.person("north", "workers", "hana")})
	require.Len(t, l.usedProofs(), 3, "two had ended, two have a second or more left")
	l.clock.Seconds += testutil.Day
	l.send(nil, &types.MsgAdmit{Authority: account(north), CoopId: north, Member: l.person("north", "workers", "ivan")})
	require.Len(t, l.usedProofs(), 2)
	l.sound()
}
