package integration

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/coopledger/coopledger/testutil/ledger"
	governancetypes "github.com/coopledger/coopledger/x/governance/types"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
)

// prove makes the key proof of a person for a member; 0 for a new one.
func prove(t *testing.T, l *ledger.Ledger, slug string, memberID uint64, who ledger.Person) membershiptypes.KeyProof {
	t.Helper()
	proof, err := membershiptypes.SignKeyProof(ledger.ChainID, slug, memberID, who.Key.PubKey(), l.Now()+3_600, who.Key.Sign)
	require.NoError(t, err)
	return proof
}

func addKey(t *testing.T, l *ledger.Ledger, owner, key ledger.Person, memberID uint64) {
	t.Helper()
	l.Do(owner, &membershiptypes.MsgAddKey{
		Signer: owner.String(), CoopId: l.Coop(ledger.Worker), Key: prove(t, l, ledger.Worker, memberID, key),
	})
}

func tally(t *testing.T, l *ledger.Ledger, id uint64) governancetypes.Tally {
	t.Helper()
	tally, err := l.App.Keepers().Governance.GetTally(l.Ctx(), id)
	require.NoError(t, err)
	return tally
}

func rollOf(t *testing.T, l *ledger.Ledger, id uint64) uint64 {
	t.Helper()
	terms, err := l.App.Keepers().Governance.Terms.Get(l.Ctx(), id)
	require.NoError(t, err)
	return terms.RollSize()
}

// H4. A member's keys are one member's: whichever votes, there is one ballot.
func TestThreeKeysOneBallot(t *testing.T) {
	l := ledger.New(t, ledger.Federation())
	phone, laptop, wallet := ledger.Member(ledger.Worker, 1), ledger.PersonNamed("laptop"), ledger.PersonNamed("wallet")
	addKey(t, l, phone, laptop, 1)
	id := l.Propose(phone, ledger.Worker, "ordinary")

	l.Vote(phone, id, yes)
	l.Vote(laptop, id, no)
	addKey(t, l, laptop, wallet, 1) // in mid-vote
	l.Vote(wallet, id, abstain)
	require.Equal(t, uint64(1), countBallots(t, l, id))
	require.Equal(t, uint64(1), tally(t, l, id).Present())
	require.Equal(t, uint64(1), tally(t, l, id).Abstained())

	l.Do(wallet, &membershiptypes.MsgRemoveKey{Signer: wallet.String(), CoopId: l.Coop(ledger.Worker), Address: phone.String()})
	l.Block(l.Free(laptop, vote(laptop, id, yes)), l.Free(wallet, vote(wallet, id, yes)))
	require.Equal(t, uint64(1), tally(t, l, id).Present())
	require.Equal(t, uint64(1), tally(t, l, id).InFavour())
	require.Equal(t, uint64(7), rollOf(t, l, id))
}

func vote(who ledger.Person, id uint64, choice governancetypes.Choice) *governancetypes.MsgVote {
	return &governancetypes.MsgVote{Voter: who.String(), ResolutionId: id, Choice: choice}
}

func countBallots(t *testing.T, l *ledger.Ledger, id uint64) uint64 {
	t.Helper()
	var count uint64
	for member := uint64(1); member <= 64; member++ {
		choice, err := l.App.Keepers().Governance.GetBallot(l.Ctx(), id, member)
		require.NoError(t, err)
		if choice != governancetypes.PackedNone {
			count++
		}
	}
	return count
}

// A key that was removed votes for nobody, even if it is added elsewhere.
func TestARemovedKeyDoesNotVote(t *testing.T) {
	l := ledger.New(t, ledger.Federation())
	owner, old := ledger.Member(ledger.Worker, 1), ledger.PersonNamed("old phone")
	addKey(t, l, owner, old, 1)
	id := l.Propose(owner, ledger.Worker, "ordinary")
	l.Do(owner, &membershiptypes.MsgRemoveKey{Signer: owner.String(), CoopId: l.Coop(ledger.Worker), Address: old.String()})
	l.Refused(old, membershiptypes.ErrNotAMember, vote(old, id, yes))
	require.Zero(t, tally(t, l, id).Present())
}

// H2, H3. The roll is frozen when voting opens: who comes later can't vote, who
// has left can't either, and the roll's size stays.
func TestFrozenRoll(t *testing.T) {
	l := ledger.New(t, ledger.Federation())
	worker := l.Coop(ledger.Worker)
	officer, newcomer := ledger.Member(ledger.Worker, 1), ledger.PersonNamed("newcomer")
	l.CoopDecides(ledger.Worker, &membershiptypes.MsgGrantPower{
		Authority: l.Account(ledger.Worker), CoopId: worker, MemberId: 1, Power: membershiptypes.PowerAdmit, TermSeconds: 3_600,
	})
	l.Pass(ledger.VotingSeconds*time.Second + time.Minute)

	id := l.Propose(officer, ledger.Worker, "ordinary")
	l.Vote(ledger.Member(ledger.Worker, 6), id, yes)
	l.Do(officer, &membershiptypes.MsgAdmit{
		Authority: officer.String(), CoopId: worker,
		Member: membershiptypes.NewMember{Class: "workers", Keys: []membershiptypes.KeyProof{prove(t, l, ledger.Worker, 0, newcomer)}},
	})
	for _, leaver := range []int{6, 7} {
		who := ledger.Member(ledger.Worker, leaver)
		l.Do(who, &membershiptypes.MsgLeave{Signer: who.String(), CoopId: worker})
	}

	refused := l.Refused(newcomer, governancetypes.ErrNotOnRoll, vote(newcomer, id, yes))
	require.Contains(t, refused.Log, "you became a member on")
	l.Refused(ledger.Member(ledger.Worker, 7), membershiptypes.ErrNotAMember, vote(ledger.Member(ledger.Worker, 7), id, yes))
	require.Equal(t, uint64(7), rollOf(t, l, id))
	require.Equal(t, uint64(1), tally(t, l, id).InFavour(), "a ballot cast while entitled stands after leaving")

	// The next resolution's roll is of the six who are members now.
	next := l.Propose(officer, ledger.Worker, "ordinary")
	l.Vote(newcomer, next, yes)
	require.Equal(t, uint64(6), rollOf(t, l, next))
	l.Pass(ledger.VotingSeconds*time.Second + time.Minute)
	require.Equal(t, governancetypes.Status_STATUS_EXECUTED, l.Resolution(id).Status)
}

// An officer who admits somebody can't put a key of its own beside theirs.
func TestAnOfficerAdmitsWithOneKey(t *testing.T) {
	l := ledger.New(t, ledger.Federation())
	worker, officer := l.Coop(ledger.Worker), ledger.Member(ledger.Worker, 1)
	l.CoopDecides(ledger.Worker, &membershiptypes.MsgGrantPower{
		Authority: l.Account(ledger.Worker), CoopId: worker, MemberId: 1, Power: membershiptypes.PowerAdmit, TermSeconds: 3_600,
	})
	l.Pass(ledger.VotingSeconds*time.Second + time.Minute)
	victim, own := ledger.PersonNamed("victim"), ledger.PersonNamed("the officer's second phone")
	l.Refused(officer, membershiptypes.ErrTooManyKeys, &membershiptypes.MsgAdmit{
		Authority: officer.String(), CoopId: worker,
		Member: membershiptypes.NewMember{Class: "workers", Keys: []membershiptypes.KeyProof{
			prove(t, l, ledger.Worker, 0, victim), prove(t, l, ledger.Worker, 0, own),
		}},
	})
}
