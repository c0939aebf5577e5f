package treasury_test

import (
	"fmt"
	"os"
	"reflect"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	errorsmod "cosmossdk.io/errors"

	"github.com/coopledger/coopledger/x/treasury/types"
)

// The README lists every error, parameter and default as the code has them.
func TestReadmeSaysWhatTheCodeDoes(t *testing.T) {
	raw, err := os.ReadFile("README.md")
	require.NoError(t, err)
	readme := string(raw)

	known := []*errorsmod.Error{
		types.ErrUnauthorized, types.ErrPurseClosed, types.ErrUnknownFund, types.ErrUnknownAccount, types.ErrWrongAccount,
		types.ErrFundPolicy, types.ErrInvalidCoins, types.ErrNotEnough, types.ErrInvalidPayee, types.ErrInvalidEntry,
		types.ErrUnbalanced, types.ErrOverflow, types.ErrUnknownEntry, types.ErrUnknownPending, types.ErrSameOfficer,
		types.ErrTooManyPending, types.ErrNotReversible, types.ErrFrozen, types.ErrInvalidParams, types.ErrInvalidGenesis,
		types.ErrInvariantBroken, types.ErrInvalidBudget, types.ErrUnknownBudget, types.ErrBudgetOver, types.ErrOverBudget,
		types.ErrBelowFloor, types.ErrTooManyOpen, types.ErrInvalidPayment, types.ErrUnknownPayment, types.ErrWrongStage,
		types.ErrOwnPayment, types.ErrTwice, types.ErrMoneyFrozen,
		types.ErrUnknownOutside, types.ErrInvalidAttestation, types.ErrNotEnoughOutside,
		types.ErrInvalidFile, types.ErrUnknownFile, types.ErrNotMade,
		types.ErrInvalidStatement, types.ErrUnknownStatement,
		types.ErrInvalidImport, types.ErrUnknownImport,
		types.ErrInvalidDate, types.ErrPeriodLocked, types.ErrNoCalendar, types.ErrCannotLock, types.ErrInvalidReversal,
		types.ErrInvalidRate, types.ErrUnknownRate, types.ErrCannotRevalue,
		types.ErrNoMember, types.ErrNoPassbook, types.ErrPayoutAddress, types.ErrTooMuch, types.ErrTooManyWait,
		types.ErrUnknownWithdrawal, types.ErrWithdrawalsSuspended, types.ErrNotYours, types.ErrNoDues, types.ErrInvalidDues,
		types.ErrInvalidSchedule, types.ErrNotBridged, types.ErrOverShare, types.ErrIlliquid,
		types.ErrUnknownInstrument, types.ErrMayNotHold, types.ErrUnknownLot, types.ErrInvalidHolding, types.ErrNotRedeemable,
		types.ErrUnknownRedemption, types.ErrNotTransferable, types.ErrBelowCapital, types.ErrInvalidBringIn, types.ErrNoSetOff,
		types.ErrNoSurplus, types.ErrInvalidAppropriation, types.ErrNotShared,
	}
	for _, refusal := range known {
		require.Contains(t, readme, fmt.Sprintf("| %d | %s |", refusal.ABCICode(), refusal.Error()))
	}
	source, err := os.ReadFile("types/errors.go")
	require.NoError(t, err)
	require.Len(t, known, strings.Count(string(source), "errors.Register("))

	params := reflect.ValueOf(types.DefaultParams())
	for i := range params.NumField() {
		name := strings.Split(strings.Split(params.Type().Field(i).Tag.Get("protobuf"), "name=")[1], ",")[0]
		require.Contains(t, readme, fmt.Sprintf("| `%s` | %v |", name, params.Field(i).Interface()))
	}
}
