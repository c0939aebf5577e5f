package keeper_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"cosmossdk.io/collections"

	"github.com/coopledger/coopledger/x/governance/types"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
)

const (
	yes     = types.Choice_CHOICE_YES
	no      = types.Choice_CHOICE_NO
	abstain = types.Choice_CHOICE_ABSTAIN
	block   = types.Choice_CHOICE_BLOCK
)

func TestOrdinaryResolutionWithoutMessages(t *testing.T) {
	l := newLedger(t)
	id := l.propose(worker(1), bakery, "")
	require.Equal(t, uint64(1), id)
	r := l.resolution(id)
	require.Equal(t, types.Status_STATUS_VOTING, r.Status, "no seconders and no discussion: straight to the vote")
	require.Equal(t, l.now()+3*day, r.DueAt)
	l.yes(id, 1, 2)
	require.NoError(t, l.vote(id, worker(3), no))

	l.wait(3*day - 2)
	l.requireStatus(id, types.Status_STATUS_VOTING)
	l.wait(1)
	l.requireOutcome(id, types.Status_STATUS_PASSED, types.OutcomeCode_OUTCOME_CODE_PASSED)
	l.endBlock()
	l.requireOutcome(id, types.Status_STATUS_EXECUTED, types.OutcomeCode_OUTCOME_CODE_EXECUTED)
}

func TestWholeLifecycle(t *testing.T) {
	l := newLedger(t)
	l.fund(bakery, 100)
	grant := &membershiptypes.MsgGrantPower{
		Authority: membershiptypes.CoopAddress(bakery), CoopId: bakery, MemberId: 3, Power: membershiptypes.PowerAdmit, TermSeconds: 10 * day,
	}
	// Powers need "careful"; payments the default, "ordinary". Both must pass.
	id := l.propose(worker(1), bakery, "", grant, pay(bakery, worker(7), 30))
	l.requireStatus(id, types.Status_STATUS_DRAFT)
	proposed := l.now()
	require.Equal(t, proposed+2*day, l.resolution(id).DueAt)

	require.ErrorIs(t, l.vote(id, worker(1), yes), types.ErrWrongStatus)
	require.ErrorIs(t, l.second(id, worker(1)), types.ErrOwnDraft)
	require.ErrorIs(t, l.second(id, supporter()), types.ErrNotOnRoll)
	require.NoError(t, l.second(id, worker(2)))
	require.ErrorIs(t, l.second(id, worker(2)), types.ErrAlreadySeconded)
	l.requireStatus(id, types.Status_STATUS_DRAFT)
	require.NoError(t, l.second(id, worker(3)))
	l.requireStatus(id, types.Status_STATUS_DISCUSSION)
	require.ErrorIs(t, l.second(id, worker(4)), types.ErrWrongStatus)
	require.ErrorIs(t, l.vote(id, worker(1), yes), types.ErrWrongStatus)

	l.wait(3 * day)
	l.requireStatus(id, types.Status_STATUS_VOTING)
	require.ErrorIs(t, l.withdraw(id, worker(1)), types.ErrWrongStatus)
	require.ErrorIs(t, l.amend(id, worker(1), ""), types.ErrWrongStatus)
	l.yes(id, 1, 2, 3, 4)

	l.wait(3 * day)
	l.requireOutcome(id, types.Status_STATUS_TIMELOCK, types.OutcomeCode_OUTCOME_CODE_PASSED)
	require.Zero(t, l.balance(worker(7)), "nothing happens before the timelock ends")
	l.wait(4*day - 1)
	l.requireStatus(id, types.Status_STATUS_PASSED)
	require.Zero(t, l.balance(worker(7)))
	l.endBlock()
	l.requireOutcome(id, types.Status_STATUS_EXECUTED, types.OutcomeCode_OUTCOME_CODE_EXECUTED)
	require.Equal(t, int64(30), l.balance(worker(7)))
	held, err := l.membership.HasPower(l.ctx, bakery, 3, membershiptypes.PowerAdmit)
	require.NoError(t, err)
	require.True(t, held)
}

func TestDraftExpires(t *testing.T) {
	l := newLedger(t)
	id := l.propose(worker(1), bakery, "seconded")
	l.wait(day - 2)
	l.requireStatus(id, types.Status_STATUS_DRAFT)
	l.tick(1)
	require.ErrorIs(t, l.second(id, worker(2)), types.ErrWrongStatus, "its time is over before the block has ended")
	l.endBlock()
	l.requireStatus(id, types.Status_STATUS_EXPIRED)
	require.NoError(t, l.governance.CheckInvariants(l.ctx))
	require.ErrorIs(t, l.amend(id, worker(1), ""), types.ErrWrongStatus)
}

func TestAmendLosesSecondsAndDrawsTermsAnew(t *testing.T) {
	l := newLedger(t)
	id := l.propose(worker(1), bakery, "careful")
	require.NoError(t, l.second(id, worker(2)))
	require.ErrorIs(t, l.amend(id, worker(2), ""), types.ErrNotProposer)
	require.NoError(t, l.amend(id, worker(1), "careful"))
	l.requireStatus(id, types.Status_STATUS_DRAFT)
	require.Zero(t, l.resolution(id).Seconds)
	require.NoError(t, l.second(id, worker(2)), "a second for the old text is not one for the new")
	require.NoError(t, l.second(id, worker(3)))
	l.requireStatus(id, types.Status_STATUS_DISCUSSION)

	require.NoError(t, l.amend(id, worker(1), "seconded"), "in discussion too")
	l.requireStatus(id, types.Status_STATUS_DRAFT)
	require.NoError(t, l.governance.CheckInvariants(l.ctx))
	require.NoError(t, l.second(id, worker(3)))
	l.requireStatus(id, types.Status_STATUS_VOTING)
	terms, err := l.governance.Terms.Get(l.ctx, id)
	require.NoError(t, err)
	require.Equal(t, "seconded", terms.Rules[0].Name)
	require.Equal(t, []membershiptypes.ClassCount{{ClassId: 1, Members: 7}}, terms.Roll, "the supporter is not on it")
}

func TestWithdraw(t *testing.T) {
	l := newLedger(t)
	id := l.propose(worker(1), bakery, "seconded")
	require.ErrorIs(t, l.withdraw(id, worker(2)), types.ErrNotProposer)
	require.ErrorIs(t, l.withdraw(id, memberCoop(2)), membershiptypes.ErrNotAMember)
	require.NoError(t, l.withdraw(id, worker(1)))
	l.requireStatus(id, types.Status_STATUS_WITHDRAWN)
	require.NoError(t, l.governance.CheckInvariants(l.ctx))
	l.wait(30 * day)
	l.requireStatus(id, types.Status_STATUS_WITHDRAWN)
}

// H15. Everything that a co-op may have open is withdrawn in one block: the last
// withdrawal costs what the first did, and nothing is left to clean up.
func TestH15MassWithdrawal(t *testing.T) {
	l := newLedger(t)
	type draft struct {
		id     uint64
		worker int
	}
	var drafts []draft
	for number := 1; number <= 7; number++ {
		for range 5 {
			drafts = append(drafts, draft{l.propose(worker(number), bakery, "seconded"), number})
		}
	}
	var gas []uint64
	for _, d := range drafts {
		before := l.ctx.GasMeter().GasConsumed()
		require.NoError(t, l.withdraw(d.id, worker(d.worker)))
		gas = append(gas, l.ctx.GasMeter().GasConsumed()-before)
	}
	require.NotZero(t, gas[0])
	require.LessOrEqual(t, slices.Max(gas), gas[0]+gas[0]/10, "%v", gas)
	l.endBlock()
	for _, d := range drafts {
		l.requireStatus(d.id, types.Status_STATUS_WITHDRAWN)
	}
	require.NoError(t, l.governance.CheckInvariants(l.ctx))
	l.wait(30 * day)
	require.NoError(t, l.governance.CheckInvariants(l.ctx))
	for range 5 {
		l.propose(worker(1), bakery, "seconded")
	}
}

func TestLimitsInsteadOfDeposits(t *testing.T) {
	l := newLedger(t)
	for range 5 {
		l.propose(worker(1), bakery, "seconded")
	}
	_, err := l.tryPropose(worker(1), bakery, "seconded")
	require.ErrorIs(t, err, types.ErrTooManyOpen)
	require.ErrorContains(t, err, "member 1 has 5 open resolutions")
	l.propose(worker(2), bakery, "seconded")
	require.NoError(t, l.withdraw(3, worker(1)))
	l.propose(worker(1), bakery, "seconded")

	params := types.DefaultParams()
	params.MaxOpenResolutionsPerCoop = 6
	require.NoError(t, l.governance.Params.Set(l.ctx, params))
	_, err = l.tryPropose(worker(3), bakery, "seconded")
	require.ErrorIs(t, err, types.ErrTooManyOpen)
	require.ErrorContains(t, err, "co-op 2 has 6 open resolutions")
	require.NoError(t, l.governance.CheckInvariants(l.ctx))
	l.wait(2 * day)
	l.propose(worker(3), bakery, "seconded")
	require.NoError(t, l.governance.CheckInvariants(l.ctx))
}

// H10: nobody entitled is a defined result.
func TestH10EmptyRoll(t *testing.T) {
	l := newLedger(t)
	id := l.propose(worker(1), bakery, "seconded")
	roll, err := l.membership.GetRoll(l.ctx, bakery)
	require.NoError(t, err)
	counts := roll.Counts
	roll.Counts = nil
	require.NoError(t, l.membership.Rolls.Set(l.ctx, bakery, roll))
	require.NoError(t, l.second(id, worker(2)))
	r := l.resolution(id)
	require.Equal(t, types.Status_STATUS_REJECTED, r.Status)
	require.Equal(t, types.Outcome{Code: types.OutcomeCode_OUTCOME_CODE_EMPTY_ROLL}, r.Outcome)
	l.endBlock()
	l.endBlock()
	roll.Counts = counts
	require.NoError(t, l.membership.Rolls.Set(l.ctx, bakery, roll))
	require.NoError(t, l.governance.CheckInvariants(l.ctx))
	require.Equal(t, types.NewBallotsHash(), l.resolution(id).BallotsHash)
}

// DECISIONS 4: a chain that stood still wakes without lapsing a timelock, while
// other deadlines go by chain time, which hardly moved.
func TestTimelocksWaitAfterAGap(t *testing.T) {
	l := newLedger(t)
	id := l.propose(worker(1), bakery, "careful")
	require.NoError(t, l.second(id, worker(2)))
	require.NoError(t, l.second(id, worker(3)))
	l.wait(3 * day)
	l.yes(id, 1, 2, 3, 4, 5)
	l.wait(3 * day)
	l.requireStatus(id, types.Status_STATUS_TIMELOCK)

	clock, err := l.chain.Clock.Get(l.ctx)
	require.NoError(t, err)
	clock.LastGapHeight = l.height
	require.NoError(t, l.chain.Clock.Set(l.ctx, clock))
	other := l.propose(worker(2), bakery, "seconded")
	l.wait(4 * day)
	l.requireStatus(id, types.Status_STATUS_TIMELOCK)
	l.requireStatus(other, types.Status_STATUS_EXPIRED)
	require.NoError(t, l.governance.CheckInvariants(l.ctx))

	clock, err = l.chain.Clock.Get(l.ctx)
	require.NoError(t, err)
	clock.LastGapHeight = l.height - 1_000
	require.NoError(t, l.chain.Clock.Set(l.ctx, clock))
	l.endBlock()
	l.requireStatus(id, types.Status_STATUS_PASSED)
}

func TestEarlyCloseOnlyWithFinalBallots(t *testing.T) {
	l := newLedger(t)
	final := l.propose(worker(1), bakery, "final")
	usual := l.propose(worker(2), bakery, "ordinary")
	for number := 1; number <= 3; number++ {
		l.yes(final, number)
	}
	for number := 1; number <= 7; number++ {
		l.yes(usual, number)
	}
	l.endBlock()
	l.requireStatus(final, types.Status_STATUS_VOTING)
	l.yes(final, 4)
	l.requireStatus(final, types.Status_STATUS_VOTING)
	require.ErrorIs(t, l.vote(final, worker(5), yes), types.ErrVotingEnded, "four of seven decide; the block's end closes it")
	l.endBlock()
	l.requireOutcome(final, types.Status_STATUS_PASSED, types.OutcomeCode_OUTCOME_CODE_PASSED)
	l.requireStatus(usual, types.Status_STATUS_VOTING)
	l.endBlock()
	l.requireStatus(final, types.Status_STATUS_EXECUTED)
}

func TestEarlyCloseWhenItCanNoLongerPass(t *testing.T) {
	l := newLedger(t)
	id := l.propose(worker(1), bakery, "final")
	for number := 1; number <= 4; number++ {
		require.NoError(t, l.vote(id, worker(number), abstain))
	}
	l.endBlock()
	l.requireOutcome(id, types.Status_STATUS_REJECTED, types.OutcomeCode_OUTCOME_CODE_NONE_IN_FAVOUR)
}

// The roll is frozen by its sequence when voting opens; it is let go at closing.
func TestRollIsPinnedWhileVoting(t *testing.T) {
	l := newLedger(t)
	id := l.propose(worker(1), bakery, "")
	r := l.resolution(id)
	pinned, err := l.membership.Pins.Get(l.ctx, collections.Join(bakery, r.RollSequence))
	require.NoError(t, err)
	require.Equal(t, uint64(1), pinned)
	l.wait(4 * day)
	found, err := l.membership.Pins.Has(l.ctx, collections.Join(bakery, r.RollSequence))
	require.NoError(t, err)
	require.False(t, found)
}
