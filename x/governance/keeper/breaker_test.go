package keeper_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"cosmossdk.io/collections"

	sdk "github.com/cosmos/cosmos-sdk/types"
	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"

	"github.com/coopledger/coopledger/x/governance/types"
	"github.com/coopledger/coopledger/x/membership/testutil"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
)

const sending, admitting = "/cosmos.bank.v1beta1.MsgSend", "/coop.membership.v1.MsgAdmit"

// holdsBreak gives the power to a member.
func (l *ledger) holdsBreak(coopID uint64, members ...uint64) {
	l.t.Helper()
	for _, member := range members {
		grant := membershiptypes.Grant{CoopId: coopID, MemberId: member, Power: membershiptypes.PowerBreak, Until: l.now() + 1000*day}
		require.NoError(l.t, l.membership.Grants.Set(l.ctx, collections.Join3(coopID, membershiptypes.PowerBreak, member), grant))
	}
}

func (l *ledger) trip(holder string, coopID uint64, seconds uint64, messages ...string) (until int64, err error) {
	err = l.try(func(ctx context.Context) error {
		answer, err := l.messages.TripBreaker(ctx, &types.MsgTripBreaker{
			Holder: holder, MemberCoopId: coopID, Messages: messages, Seconds: seconds, Reason: "Payments go astray",
		})
		if err == nil {
			until = answer.OffUntil
		}
		return err
	})
	return until, err
}

// send pays through the router, as a transaction does.
func (l *ledger) send(from uint64) error {
	return l.try(func(ctx context.Context) error {
		message := pay(from, memberCoop(5), 1)
		_, err := l.router.MsgServiceRouter.HandlerByTypeURL(sending)(sdk.UnwrapSDKContext(ctx), message)
		return err
	})
}

func (l *ledger) breaker() *types.QueryBreakerResponse {
	l.t.Helper()
	answer, err := l.queries.Breaker(l.ctx, &types.QueryBreakerRequest{})
	require.NoError(l.t, err)
	return answer
}

// tripped is a ledger on which members 1, 2 and 3 of the root federation, co-ops
// 2, 3 and 4, have switched payments off for three days. The first is the
// bakery's, which its worker 1 speaks for.
func tripped(t *testing.T) *ledger {
	l := newLedger(t)
	l.fund(bakery, 100)
	l.holdsBreak(federation, 1, 2, 3, 4)
	l.holdsBreak(bakery, 1)
	for _, holder := range []string{memberCoop(2), memberCoop(3)} {
		until, err := l.trip(holder, 0, 3*day, sending)
		require.NoError(t, err)
		require.Zero(t, until)
	}
	require.NoError(t, l.send(bakery), "two of three are not enough")
	until, err := l.trip(worker(1), bakery, 3*day, sending)
	require.NoError(t, err)
	require.EqualValues(t, l.now()+3*day, until)
	return l
}

func TestThreeHoldersSwitchPaymentsOff(t *testing.T) {
	l := tripped(t)
	before := l.stateHash()
	require.ErrorIs(t, l.send(bakery), types.ErrSwitchedOff)
	require.ErrorContains(t, l.send(bakery), "by members [1 2 3] of the root federation (trip 1: Payments go astray)")
	require.Equal(t, before, l.stateHash())
	require.True(t, l.breaker().Off)
	require.Empty(t, l.breaker().Wishes)

	// Members go on deciding; what they decide waits.
	id := l.propose(worker(1), bakery, "ordinary", pay(bakery, memberCoop(5), 10))
	l.yes(id, 1, 2, 3, 4)
	l.wait(2 * day)
	require.ErrorIs(t, l.send(bakery), types.ErrSwitchedOff)
	require.EqualValues(t, 99, l.balance(membershiptypes.CoopAddress(bakery)))
	l.wait(day)
	require.NoError(t, l.send(bakery), "three days are over")
	require.False(t, l.breaker().Off)
	require.NoError(t, l.governance.CheckInvariants(l.ctx))
}

func TestAnExecutionWaitsForTheBreaker(t *testing.T) {
	l := newLedger(t)
	l.fund(bakery, 100)
	id := l.pass(pay(bakery, memberCoop(5), 10))
	require.NoError(t, l.governance.Breaker.Set(l.ctx, types.Breaker{
		NextTrip: 2, Messages: []string{sending}, Reason: "Stop", Since: l.now(), Until: l.now() + 2*3_600,
		Holders: []uint64{1, 2, 3}, Speakers: []string{"a", "b", "c"},
	}))
	l.endBlock()
	l.requireStatus(id, types.Status_STATUS_PASSED)
	l.wait(3_600)
	l.requireStatus(id, types.Status_STATUS_PASSED)
	require.NoError(t, l.governance.CheckInvariants(l.ctx))
	l.wait(3_600)
	l.requireOutcome(id, types.Status_STATUS_EXECUTED, types.OutcomeCode_OUTCOME_CODE_EXECUTED)
	require.EqualValues(t, 90, l.balance(membershiptypes.CoopAddress(bakery)))
}

// heldBack is so many payments that have passed and wait for a breaker.
func (l *ledger) heldBack(payments int) (held []uint64) {
	l.t.Helper()
	l.fund(bakery, 100)
	for i := range payments {
		id := l.propose(worker(1+i%6), bakery, "ordinary", pay(bakery, memberCoop(5), 10))
		l.yes(id, 1, 2, 3, 4)
		held = append(held, id)
	}
	l.wait(3 * day)
	require.NoError(l.t, l.governance.Breaker.Set(l.ctx, types.Breaker{
		NextTrip: 2, Messages: []string{sending}, Reason: "Stop", Since: l.now(), Until: l.now() + 6*day,
		Holders: []uint64{1, 2, 3}, Speakers: []string{"a", "b", "c"},
	}))
	l.endBlock()
	for _, id := range held {
		l.requireStatus(id, types.Status_STATUS_PASSED)
		require.Equal(l.t, l.now()-1+3_600, l.resolution(id).DueAt)
	}
	return held
}

func (l *ledger) lifted() {
	l.t.Helper()
	require.NoError(l.t, l.try(func(ctx context.Context) error {
		_, err := l.messages.LiftBreaker(ctx, &types.MsgLiftBreaker{Authority: membershiptypes.CoopAddress(federation)})
		return err
	}))
}

// Lifted before its time, what was held back goes on at once.
func TestWhatWasHeldBackGoesOnAtTheLift(t *testing.T) {
	l := newLedger(t)
	held := l.heldBack(3)
	l.wait(60)
	l.requireStatus(held[0], types.Status_STATUS_PASSED)
	l.lifted()
	l.endBlock()
	for _, id := range held {
		l.requireOutcome(id, types.Status_STATUS_EXECUTED, types.OutcomeCode_OUTCOME_CODE_EXECUTED)
	}
	require.EqualValues(t, 70, l.balance(membershiptypes.CoopAddress(bakery)))
	require.NoError(t, l.governance.CheckInvariants(l.ctx))
}

// As much goes on a block as its work allows, in the order of the queue.
func TestWhatWasHeldBackGoesOnWithinTheBlocksWork(t *testing.T) {
	l := newLedger(t)
	held := l.heldBack(8)
	params, err := l.governance.Params.Get(l.ctx)
	require.NoError(t, err)
	params.ClosingGas = 10_000_000 // The block's budget of 50 million is five.
	require.NoError(t, l.governance.Params.Set(l.ctx, params))
	l.lifted()
	l.endBlock()
	for i, id := range held {
		l.requireStatus(id, types.Status_STATUS_PASSED)
		require.Equal(t, i < 5, l.resolution(id).DueAt <= l.now(), "the %dth", i)
	}
	require.NoError(t, l.governance.CheckInvariants(l.ctx))
	for range 6 {
		l.endBlock()
	}
	for _, id := range held {
		l.requireOutcome(id, types.Status_STATUS_EXECUTED, types.OutcomeCode_OUTCOME_CODE_EXECUTED)
	}
	require.NoError(t, l.governance.CheckInvariants(l.ctx))
}

func TestTheBreakerRests(t *testing.T) {
	l := tripped(t)
	for _, days := range []int64{0, 3, 26} {
		l.wait(days * day)
		before := l.stateHash()
		_, err := l.trip(memberCoop(2), 0, day, admitting)
		require.ErrorIs(t, err, types.ErrBreakerRests)
		require.Equal(t, before, l.stateHash())
	}
	l.wait(day)
	_, err := l.trip(memberCoop(2), 0, day, sending)
	require.NoError(t, err, "thirty days after the last")
}

// Every holder can go back on its word, and the federation can lift.
func TestTheBreakerIsLifted(t *testing.T) {
	t.Run("success - by a holder too few", func(t *testing.T) {
		l := tripped(t)
		until, err := l.trip(memberCoop(3), 0, 0)
		require.NoError(t, err)
		require.Zero(t, until)
		require.NoError(t, l.send(bakery))
		require.False(t, l.breaker().Off)
		_, err = l.trip(memberCoop(3), 0, day, admitting)
		require.ErrorIs(t, err, types.ErrBreakerRests, "lifted early, it rests as long")
	})
	t.Run("success - by a holder too few, and tripped again by another", func(t *testing.T) {
		l := tripped(t)
		was := l.breaker().Breaker
		l.wait(day)
		_, err := l.trip(memberCoop(3), 0, 0)
		require.NoError(t, err)
		require.Len(t, l.breaker().Wishes, 2, "the others stand by their word")
		until, err := l.trip(memberCoop(4), 0, 3*day, sending)
		require.NoError(t, err)
		require.Equal(t, was.Until, until, "for no longer than it would have been")
		require.ErrorIs(t, l.send(bakery), types.ErrSwitchedOff)
		require.Equal(t, []string{worker(1), memberCoop(2), memberCoop(4)}, l.breaker().Breaker.Speakers)
		l.wait(2 * day)
		require.NoError(t, l.send(bakery))
		_, err = l.trip(memberCoop(3), 0, 3*day, sending)
		require.ErrorIs(t, err, types.ErrBreakerRests, "its time is over")
		require.NoError(t, l.governance.CheckInvariants(l.ctx))
	})
	t.Run("success - not by one of four", func(t *testing.T) {
		l := tripped(t)
		until, err := l.trip(memberCoop(4), 0, day, sending)
		require.NoError(t, err)
		require.Equal(t, l.breaker().Breaker.Until, until)
		before := l.stateHash()
		_, err = l.trip(memberCoop(4), 0, day, sending)
		require.ErrorIs(t, err, types.ErrInvalidTrip, "it has said so")
		require.Equal(t, before, l.stateHash())
		_, err = l.trip(memberCoop(3), 0, 0)
		require.NoError(t, err)
		require.ErrorIs(t, l.send(bakery), types.ErrSwitchedOff)
		require.Equal(t, []uint64{1, 2, 4}, l.breaker().Breaker.Holders)
	})
	t.Run("success - by the federation", func(t *testing.T) {
		l := tripped(t)
		lift := func(authority string) error {
			return l.try(func(ctx context.Context) error {
				_, err := l.messages.LiftBreaker(ctx, &types.MsgLiftBreaker{Authority: authority})
				return err
			})
		}
		require.ErrorIs(t, lift(memberCoop(2)), types.ErrUnauthorized)
		require.ErrorIs(t, l.send(bakery), types.ErrSwitchedOff)
		require.NoError(t, lift(membershiptypes.CoopAddress(federation)))
		require.NoError(t, l.send(bakery))
		require.ErrorIs(t, lift(membershiptypes.CoopAddress(federation)), types.ErrInvalidTrip)
		_, err := l.trip(memberCoop(4), 0, 3*day, sending)
		require.ErrorIs(t, err, types.ErrBreakerRests, "the members have decided")
	})
	t.Run("success - a wish taken back before", func(t *testing.T) {
		l := newLedger(t)
		l.holdsBreak(federation, 1, 2, 3)
		for _, holder := range []string{memberCoop(1), memberCoop(2)} {
			_, err := l.trip(holder, 0, day, sending)
			require.NoError(t, err)
		}
		_, err := l.trip(memberCoop(1), 0, 0)
		require.NoError(t, err)
		until, err := l.trip(memberCoop(3), 0, day, sending)
		require.NoError(t, err)
		require.Zero(t, until)
	})
}

// One person's key speaks for one holder, however many co-ops gave it the power.
func TestAKeySpeaksForOneHolder(t *testing.T) {
	l := newLedger(t)
	l.holdsBreak(federation, 1, 2, 3)
	l.holdsBreak(bakery, 1)
	_, err := l.trip(worker(1), bakery, day, sending)
	require.NoError(t, err)
	wishes := l.breaker().Wishes
	require.Equal(t, worker(1), wishes[0].Speaker)
	require.NoError(t, l.governance.BreakerWishes.Set(l.ctx, 2, types.BreakerWish{
		MemberId: 2, Messages: []string{sending}, Seconds: day, Reason: "Stop", WishedAt: l.now(), Speaker: memberCoop(1),
	}))
	before := l.stateHash()
	_, err = l.trip(memberCoop(1), 0, day, sending)
	require.ErrorContains(t, err, "has spoken for member 2")
	require.Equal(t, before, l.stateHash())
}

// What has passed and is held back can still be taken back.
func TestWhatTheBreakerHoldsBackIsRescinded(t *testing.T) {
	l := newLedger(t)
	l.fund(bakery, 100)
	held := l.pass(pay(bakery, memberCoop(5), 10))
	require.NoError(t, l.governance.Breaker.Set(l.ctx, types.Breaker{
		NextTrip: 2, Messages: []string{sending}, Reason: "Stop", Since: l.now(), Until: l.now() + 6*day,
		Holders: []uint64{1, 2, 3}, Speakers: []string{"a", "b", "c"},
	}))
	l.endBlock()
	l.requireStatus(held, types.Status_STATUS_PASSED)
	rescind := func() error {
		return l.try(func(ctx context.Context) error {
			_, err := l.messages.Rescind(ctx, &types.MsgRescind{Authority: membershiptypes.CoopAddress(bakery), ResolutionId: held})
			return err
		})
	}
	require.NoError(t, rescind())
	l.requireStatus(held, types.Status_STATUS_RESCINDED)
	require.Error(t, rescind())
	l.wait(7 * day)
	require.EqualValues(t, 100, l.balance(membershiptypes.CoopAddress(bakery)))
	require.NoError(t, l.governance.CheckInvariants(l.ctx))
}

func TestWishesCount(t *testing.T) {
	for _, c := range []struct {
		name string
		do   func(l *ledger)
		off  bool
	}{
		{"success - in time", func(l *ledger) { l.wait(day - 10) }, true},
		{"error - too old", func(l *ledger) { l.wait(day) }, false},
		{"error - the power was revoked meanwhile", func(l *ledger) {
			require.NoError(l.t, l.membership.Grants.Remove(l.ctx, collections.Join3(uint64(federation), membershiptypes.PowerBreak, uint64(1))))
		}, false},
		{"error - wants other messages", func(l *ledger) {
			_, err := l.trip(memberCoop(1), 0, 2*day, admitting, sending)
			require.NoError(l.t, err)
		}, false},
		{"error - wants another time", func(l *ledger) { _, err := l.trip(memberCoop(1), 0, 3*day, sending); require.NoError(l.t, err) }, false},
		{"error - the same holder twice", func(l *ledger) {
			_, err := l.trip(memberCoop(2), 0, 0)
			require.NoError(l.t, err)
			_, err = l.trip(memberCoop(1), 0, 2*day, sending)
			require.NoError(l.t, err)
		}, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			l := newLedger(t)
			l.holdsBreak(federation, 1, 2, 3)
			for _, holder := range []string{memberCoop(1), memberCoop(2)} {
				_, err := l.trip(holder, 0, 2*day, sending)
				require.NoError(t, err)
			}
			c.do(l)
			until, err := l.trip(memberCoop(3), 0, 2*day, sending)
			require.NoError(t, err)
			require.Equal(t, c.off, until > 0)
			require.Equal(t, c.off, l.breaker().Off)
		})
	}
}

func TestTripsAreRefused(t *testing.T) {
	l := newLedger(t)
	l.holdsBreak(federation, 1, 2)
	for name, c := range map[string]struct {
		holder   string
		coop     uint64
		seconds  uint64
		messages []string
		want     error
	}{
		"no power":                    {memberCoop(3), 0, day, []string{sending}, types.ErrNoPower},
		"a stranger":                  {testutil.Address("stranger"), 0, day, []string{sending}, membershiptypes.ErrNotAMember},
		"its co-op has not given it":  {worker(1), bakery, day, []string{sending}, types.ErrNoPower},
		"its co-op has none to give":  {testutil.Address("collective-4"), 4, day, []string{sending}, types.ErrNoPower},
		"too long":                    {memberCoop(1), 0, 7*day + 1, []string{sending}, types.ErrInvalidTrip},
		"no time":                     {memberCoop(1), 0, 0, []string{sending}, types.ErrInvalidTrip},
		"out of order":                {memberCoop(1), 0, day, []string{sending, admitting}, types.ErrInvalidTrip},
		"twice":                       {memberCoop(1), 0, day, []string{sending, sending}, types.ErrInvalidTrip},
		"votes":                       {memberCoop(1), 0, day, []string{"/coop.governance.v1.MsgVote"}, types.ErrInvalidTrip},
		"the breaker itself":          {memberCoop(1), 0, day, []string{"/coop.governance.v1.MsgTripBreaker"}, types.ErrInvalidTrip},
		"unknown":                     {memberCoop(1), 0, day, []string{"/cosmos.bank.v1beta1.MsgSteal"}, types.ErrInvalidTrip},
		"nothing to take back":        {memberCoop(1), 0, 0, nil, types.ErrInvalidTrip},
		"more than the ledger allows": {memberCoop(1), 0, day, make([]string, 21), types.ErrInvalidTrip},
	} {
		t.Run("error - "+name, func(t *testing.T) {
			if c.coop == 4 {
				l.holdsBreak(4, 1)
			}
			before := l.stateHash()
			_, err := l.trip(c.holder, c.coop, c.seconds, c.messages...)
			require.ErrorIs(t, err, c.want)
			require.Equal(t, before, l.stateHash())
		})
	}
}

func TestTheBreakerInGenesis(t *testing.T) {
	l := tripped(t)
	require.NoError(t, l.governance.BreakerWishes.Set(l.ctx, 4, types.BreakerWish{
		MemberId: 4, Messages: []string{sending}, Seconds: day, Reason: "Again", WishedAt: l.now(), Speaker: memberCoop(4),
	}))
	state, err := l.governance.ExportGenesis(l.ctx)
	require.NoError(t, err)
	require.NoError(t, l.try(func(ctx context.Context) error { return l.governance.InitGenesis(ctx, *state) }))
	again, err := l.governance.ExportGenesis(l.ctx)
	require.NoError(t, err)
	require.Equal(t, state, again)
	for name, change := range map[string]func(g *types.GenesisState){
		"never tripped":  func(g *types.GenesisState) { g.Breaker.NextTrip = 1 },
		"too long":       func(g *types.GenesisState) { g.Breaker.Until += 7 * day },
		"no messages":    func(g *types.GenesisState) { g.Breaker.Messages = nil },
		"no reason":      func(g *types.GenesisState) { g.Breaker.Reason = "" },
		"holders":        func(g *types.GenesisState) { g.Breaker.Holders = []uint64{2, 1, 3} },
		"no speakers":    func(g *types.GenesisState) { g.Breaker.Speakers = nil },
		"again too late": func(g *types.GenesisState) { g.Breaker.AgainUntil = g.Breaker.Since + 8*day },
		"again earlier":  func(g *types.GenesisState) { g.Breaker.AgainUntil = g.Breaker.Until },
		"a key for two":  func(g *types.GenesisState) { g.Breaker.Speakers[1] = g.Breaker.Speakers[0] },
		"a silent wish":  func(g *types.GenesisState) { g.BreakerWishes[0].Speaker = "" },
		"a wish unnamed": func(g *types.GenesisState) { g.BreakerWishes[0].MemberId = 0 },
		"a wish of none": func(g *types.GenesisState) { g.BreakerWishes[0].Messages = nil },
	} {
		t.Run("error - "+name, func(t *testing.T) {
			changed, err := l.governance.ExportGenesis(l.ctx)
			require.NoError(t, err)
			change(changed)
			require.ErrorIs(t, changed.Validate(), types.ErrInvalidGenesis)
		})
	}
}

// A genesis can't say that the breaker was tripped, or wished for, in days to come.
func TestTheBreakerOfDaysToCome(t *testing.T) {
	for name, change := range map[string]func(g *types.GenesisState, now int64){
		"tripped":    func(g *types.GenesisState, now int64) { g.Breaker.Since, g.Breaker.Until = now+1, now+2 },
		"wished for": func(g *types.GenesisState, now int64) { g.BreakerWishes[0].WishedAt = now + 1 },
	} {
		t.Run("error - "+name, func(t *testing.T) {
			l := tripped(t)
			require.NoError(t, l.governance.BreakerWishes.Set(l.ctx, 4, types.BreakerWish{
				MemberId: 4, Messages: []string{sending}, Seconds: day, Reason: "Again", WishedAt: l.now(), Speaker: memberCoop(4),
			}))
			genesis := l.export()
			change(genesis, l.now())
			require.NoError(t, genesis.Validate())
			err := l.try(func(ctx context.Context) error { return l.governance.InitGenesis(ctx, *genesis) })
			require.ErrorIs(t, err, types.ErrInvalidGenesis)
		})
	}
}

// Whoever joins in and takes its word back, again and again, changes nothing for the others.
func TestOneHolderDisarmsNothingByJoiningAgain(t *testing.T) {
	l := tripped(t) // holders 1, 2, 3 for three days
	l.wait(3_600)
	_, err := l.trip(memberCoop(3), 0, 0) // 3 takes back
	require.NoError(t, err)
	l.wait(60)
	_, err = l.trip(memberCoop(3), 0, 3*day, sending) // and trips again
	require.NoError(t, err)
	require.True(t, l.breaker().Off)
	_, err = l.trip(memberCoop(3), 0, 0) // and takes back
	require.NoError(t, err)
	require.Len(t, l.breaker().Wishes, 2, "1 and 2 stand by their word")
	until, err := l.trip(memberCoop(4), 0, 3*day, sending) // one more, with the time agreed
	require.NoError(t, err)
	require.NotZero(t, until, "with one more holder it goes off again")
}

// An address has two spellings, in small and in capital letters.
func TestAKeyHasOneSpeakerHoweverItIsSpelt(t *testing.T) {
	l := newLedger(t)
	l.holdsBreak(federation, 1, 2)
	l.holdsBreak(bakery, 1)
	// The same key has a place in the next co-op too, and the power there.
	account, err := membershiptypes.AddressBytes(worker(1))
	require.NoError(t, err)
	require.NoError(t, l.membership.Places.Set(l.ctx, collections.Join(account, uint64(3)), uint64(1)))
	l.holdsBreak(3, 1)
	_, err = l.trip(worker(1), bakery, day, sending)
	require.NoError(t, err)
	_, err = l.trip(worker(1), 3, day, sending)
	require.ErrorContains(t, err, "has spoken for member 1")
	_, err = l.trip(upper(worker(1)), 3, day, sending)
	require.ErrorContains(t, err, "has spoken for member 1")
}

func TestAWordThatLapsedBindsNoKey(t *testing.T) {
	l := newLedger(t)
	l.holdsBreak(federation, 1, 2)
	l.holdsBreak(bakery, 1)
	account, err := membershiptypes.AddressBytes(worker(1))
	require.NoError(t, err)
	require.NoError(t, l.membership.Places.Set(l.ctx, collections.Join(account, uint64(3)), uint64(1)))
	l.holdsBreak(3, 1)
	_, err = l.trip(worker(1), bakery, day, sending)
	require.NoError(t, err)
	require.NoError(t, l.membership.Grants.Remove(l.ctx, collections.Join3(uint64(bakery), membershiptypes.PowerBreak, uint64(1))))
	l.wait(40 * day)
	_, err = l.trip(worker(1), 3, day, sending)
	require.NoError(t, err, "its word for member 1 lapsed 39 days ago")
}

func TestTheBreakerIsExportedAtEveryTurn(t *testing.T) {
	l := tripped(t)
	same := func(what string) {
		t.Helper()
		genesis := l.export()
		require.NoError(t, genesis.Validate(), what)
		require.NoError(t, l.try(func(ctx context.Context) error { return l.governance.InitGenesis(ctx, *genesis) }), what)
	}
	_, err := l.trip(memberCoop(3), 0, 0)
	require.NoError(t, err)
	same("taken back in the block of the trip")
	l.wait(3_600)
	_, err = l.trip(memberCoop(3), 0, 3*day, sending)
	require.NoError(t, err)
	same("again")
	l.wait(3_600)
	_, err = l.trip(memberCoop(3), 0, 0)
	require.NoError(t, err)
	_, err = l.trip(memberCoop(2), 0, 0)
	require.NoError(t, err)
	same("two back")
	l.wait(day)
	require.NoError(t, l.try(func(ctx context.Context) error {
		_, err := l.messages.LiftBreaker(ctx, &types.MsgLiftBreaker{Authority: membershiptypes.CoopAddress(federation)})
		return err
	}))
	same("lifted while it could be again")
	l.wait(9 * day)
	same("over")
}

// A transaction and an execution take the same way, so nothing gets around it.
func TestARouteForEachMessage(t *testing.T) {
	l := tripped(t)
	require.NotNil(t, l.router.HandlerByTypeURL(sdk.MsgTypeURL(&banktypes.MsgSend{})))
	allowed, err := l.governance.IsAllowed(l.ctx, sending)
	require.ErrorIs(t, err, types.ErrSwitchedOff)
	require.False(t, allowed)
	allowed, err = l.governance.IsAllowed(l.ctx, sdk.MsgTypeURL(&types.MsgVote{}))
	require.NoError(t, err)
	require.True(t, allowed)
}
