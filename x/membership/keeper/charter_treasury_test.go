package keeper_test

import (
	"context"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"cosmossdk.io/math"

	"github.com/coopledger/coopledger/x/membership/testutil"
	"github.com/coopledger/coopledger/x/membership/types"
)

// booked is north's charter with funds beside those that every co-op has.
func booked(text string, funds ...types.Fund) types.Charter {
	charter := described(text)
	book := types.DefaultTreasury()
	book.Funds = append(book.Funds, funds...)
	slices.SortFunc(book.Funds, func(a, b types.Fund) int {
		if a.Name < b.Name {
			return -1
		}
		return 1
	})
	charter.Treasury = &book
	return charter
}

var (
	freeReserve  = types.Fund{Name: "reserve", Policy: types.FundPolicy_FUND_POLICY_FREE}
	fixedReserve = types.Fund{Name: "reserve", Policy: types.FundPolicy_FUND_POLICY_INDIVISIBLE}
	education    = types.Fund{Name: "education", Policy: types.FundPolicy_FUND_POLICY_RESTRICTED, Purpose: "courses"}
)

func TestNoVersionLoosensAFund(t *testing.T) {
	l := newLedger(t)
	l.send(nil, amend(booked("indivisible", fixedReserve)))
	for _, loosened := range []types.Charter{booked("free", freeReserve), booked("gone"), described("silent")} {
		l.send(types.ErrBookKept, amend(loosened))
		l.send(types.ErrBookKept, amend(loosened, l.dated(1)))
		l.send(types.ErrBookKept, amend(loosened, onRegistration))
	}
	l.settle()
}

// What was adopted while a fund was free fails if the fund is indivisible when
// its time comes, though the part had been decided.
func TestAFundIsLookedAtAgainWhenAVersionsTimeComes(t *testing.T) {
	l := newLedger(t)
	l.send(nil, amend(booked("free", freeReserve)))
	l.send(nil, amend(booked("free, with education", education, freeReserve), l.dated(1)))
	l.send(nil, amend(booked("indivisible", fixedReserve)))
	l.clock.Seconds += testutil.Day
	l.settle()
	l.requireVersion(3, types.CharterState_CHARTER_STATE_FAILED, 148)
	_, text := l.inForce()
	require.Equal(t, "indivisible", text)
}

func TestAFloorWithoutAnAmountIsRefused(t *testing.T) {
	l := newLedger(t)
	floored := booked("floor")
	floored.Treasury.Floors = []types.FundFloor{{Fund: "operating", Denom: feeDenom, Amount: math.NewInt(5)}}
	l.send(nil, amend(floored))
	broken := booked("no amount")
	broken.Treasury.Floors = []types.FundFloor{{Fund: "operating", Denom: feeDenom}}
	l.send(types.ErrInvalidCharter, amend(broken))
	demands, err := l.keeper.ChangesDemand(l.ctx, north, 2, broken)
	require.NoError(t, err)
	require.True(t, demands.Entrenched)
	require.NoError(t, l.keeper.ChangesNoMore(l.ctx, north, 2, broken))
}

// A court annuls what the members decided; the coins in a fund's purse, and the
// entries of an account, stay where the book finds them.
func TestAnnulmentKeepsFundsAndAccounts(t *testing.T) {
	l := newLedger(t)
	l.send(nil, amend(booked("second", freeReserve)))
	third := booked("third", education, fixedReserve)
	third.Treasury.Accounts = append(third.Treasury.Accounts, types.LedgerAccount{Code: "6000", Name: "courses", Kind: types.AccountKind_ACCOUNT_KIND_EXPENSE})
	third.Treasury.Floors = []types.FundFloor{{Fund: "education", Denom: feeDenom, Amount: math.NewInt(5)}}
	l.send(nil, amend(third))
	l.send(nil, annul(account(north), 3, document("a")))
	_, charter, err := l.keeper.GetCharter(l.ctx, north)
	require.NoError(t, err)
	require.Equal(t, "second", charter.Description)
	book := charter.Book()
	require.Equal(t, "education, operating, reserve, suspense", book.FundNames())
	require.Equal(t, fixedReserve, book.Funds[2])
	_, kept := book.Account("6000")
	require.True(t, kept)
	require.Empty(t, book.Floors)
	stored, err := l.keeper.CharterAt(l.ctx, north, 2)
	require.NoError(t, err)
	require.Equal(t, "operating, reserve, suspense", stored.Book().FundNames(), "history is not rewritten")
	l.settle()
	l.send(types.ErrBookKept, amend(booked("fourth", freeReserve)))
}

// follower is told of charters, and may refuse.
type follower struct {
	told    []uint64
	refusal error
}

func (*follower) AfterFounded(context.Context, uint64) error { return nil }

func (f *follower) LapseStands(context.Context, types.Member, string) (bool, error) { return true, nil }

func (f *follower) AfterCharterInForce(_ context.Context, coopID uint64) error {
	f.told = append(f.told, coopID)
	return f.refusal
}

func TestWhoFollowsChartersIsToldWhenOneComesIntoForce(t *testing.T) {
	l := newLedger(t)
	hooks := &follower{}
	l.keeper.SetCharterHooks(hooks)
	l.send(nil, amend(described("now")))
	require.Equal(t, []uint64{north}, hooks.told)
	l.send(nil, amend(described("later"), l.dated(1)))
	require.Len(t, hooks.told, 1, "it is not in force yet")
	l.clock.Seconds += testutil.Day
	l.elapse(0)
	require.Len(t, hooks.told, 2)
	l.send(nil, annul(account(north), 3, document("a")))
	require.Len(t, hooks.told, 3)

	hooks.refusal = types.ErrBroken.Wrap("what follows the charter can't, and says so in a sentence")
	l.send(types.ErrBroken, amend(described("never")))
	l.send(nil, amend(described("later"), l.dated(1)))
	l.clock.Seconds += testutil.Day
	l.elapse(0)
	history := l.requireVersion(5, types.CharterState_CHARTER_STATE_FAILED, types.ErrBroken.ABCICode())
	require.Zero(t, history.EffectiveAt)
	_, text := l.inForce()
	require.Equal(t, "now", text)
}
