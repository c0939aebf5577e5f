package keeper_test

import (
	"errors"
	"testing"

	dbm "github.com/cosmos/cosmos-db"
	"github.com/stretchr/testify/require"

	sdk "github.com/cosmos/cosmos-sdk/types"
	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"

	"github.com/coopledger/coopledger/x/governance/types"
	"github.com/coopledger/coopledger/x/membership/testutil"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
)

// pass takes a resolution of the bakery with these messages to its execution,
// which is due in the block then open.
func (l *ledger) pass(messages ...sdk.Msg) uint64 {
	l.t.Helper()
	id := l.propose(worker(1), bakery, "ordinary", messages...)
	l.yes(id, 1, 2, 3, 4)
	l.wait(3 * day)
	l.requireStatus(id, types.Status_STATUS_PASSED)
	return id
}

// hostile makes MsgSend do something else from now on.
func (l *ledger) hostile(handler func(ctx sdk.Context, send *banktypes.MsgSend) error) {
	url := sdk.MsgTypeURL(&banktypes.MsgSend{})
	usual := l.router.MsgServiceRouter.HandlerByTypeURL(url)
	l.router.hostile[url] = func(ctx sdk.Context, message sdk.Msg) (*sdk.Result, error) {
		if err := handler(ctx, message.(*banktypes.MsgSend)); err != nil {
			return nil, err
		}
		return usual(ctx, message)
	}
}

// H8: whatever the second message does, nothing of the first remains, the
// outcome says what it was, and the next block comes.
func TestH8HostileMessagesFailAlone(t *testing.T) {
	const second = 2
	for _, c := range []struct {
		name    string
		handler func(l *ledger, ctx sdk.Context) error
		want    types.Outcome
	}{
		{
			"error - panics", func(*ledger, sdk.Context) error { panic("boom") },
			types.Outcome{Code: types.OutcomeCode_OUTCOME_CODE_MESSAGE_PANICKED, MessageIndex: 1},
		},
		{
			"error - runtime error", func(*ledger, sdk.Context) error { var none []int; return errors.New(string(rune(none[3]))) },
			types.Outcome{Code: types.OutcomeCode_OUTCOME_CODE_MESSAGE_PANICKED, MessageIndex: 1},
		},
		{
			"error - panics with an error", func(*ledger, sdk.Context) error { panic(errors.New("boom")) },
			types.Outcome{Code: types.OutcomeCode_OUTCOME_CODE_MESSAGE_PANICKED, MessageIndex: 1},
		},
		{
			"error - burns all gas", func(_ *ledger, ctx sdk.Context) error { ctx.GasMeter().ConsumeGas(1<<40, "burn"); return nil },
			types.Outcome{Code: types.OutcomeCode_OUTCOME_CODE_OUT_OF_GAS, MessageIndex: 1},
		},
		{
			"error - overflows gas", func(_ *ledger, ctx sdk.Context) error { ctx.GasMeter().ConsumeGas(1<<64-1, "burn"); return nil },
			types.Outcome{Code: types.OutcomeCode_OUTCOME_CODE_OUT_OF_GAS, MessageIndex: 1},
		},
		{"error - burns gas for ever", func(_ *ledger, ctx sdk.Context) error {
			for {
				ctx.GasMeter().ConsumeGas(1_000, "burn")
			}
		}, types.Outcome{Code: types.OutcomeCode_OUTCOME_CODE_OUT_OF_GAS, MessageIndex: 1}},
		{
			"error - refused by its module", func(*ledger, sdk.Context) error { return membershiptypes.ErrLastKey.Wrap("text that may differ") },
			types.Outcome{Code: types.OutcomeCode_OUTCOME_CODE_MESSAGE_REFUSED, MessageIndex: 1, Codespace: "membership", ErrorCode: 19},
		},
		{
			"error - refused without a code", func(*ledger, sdk.Context) error { return errors.New("plain text") },
			types.Outcome{Code: types.OutcomeCode_OUTCOME_CODE_MESSAGE_REFUSED, MessageIndex: 1, Codespace: "undefined", ErrorCode: 1},
		},
		{"error - writes nothing into a store", func(l *ledger, ctx sdk.Context) error {
			ctx.KVStore(l.key).Set([]byte("key"), nil)
			return nil
		}, types.Outcome{Code: types.OutcomeCode_OUTCOME_CODE_MESSAGE_PANICKED, MessageIndex: 1}},
	} {
		t.Run(c.name, func(t *testing.T) {
			l := newLedger(t)
			l.fund(bakery, 100)
			l.hostile(func(ctx sdk.Context, send *banktypes.MsgSend) error {
				if send.Amount[0].Amount.Int64() == second {
					return c.handler(l, ctx)
				}
				return nil
			})
			id := l.pass(pay(bakery, worker(6), 10), pay(bakery, worker(7), second))
			paid := l.balance(worker(6))
			ctx := l.ctx.WithEventManager(sdk.NewEventManager())
			require.NoError(t, l.governance.EndBlock(ctx))
			for _, event := range ctx.EventManager().Events() {
				require.NotContains(t, []string{"transfer", "coin_spent", "coin_received", "message"}, event.Type,
					"events of a failed execution are discarded")
			}
			l.commit()
			r := l.resolution(id)
			require.Equal(t, types.Status_STATUS_FAILED, r.Status)
			require.NotZero(t, r.Outcome.GasUsed)
			c.want.GasUsed = r.Outcome.GasUsed
			require.Equal(t, c.want, r.Outcome)
			require.LessOrEqual(t, r.Outcome.GasUsed, types.DefaultParams().ExecutionGasLimit)
			require.Equal(t, paid, l.balance(worker(6)), "the message before it did not happen either")
			require.NoError(t, l.governance.CheckInvariants(l.ctx))
			l.wait(day)
		})
	}
}

func TestExecutionEmitsTheMessagesEvents(t *testing.T) {
	l := newLedger(t)
	l.fund(bakery, 100)
	l.pass(pay(bakery, worker(6), 10))
	ctx := l.ctx.WithEventManager(sdk.NewEventManager())
	require.NoError(t, l.governance.EndBlock(ctx))
	var kinds []string
	for _, event := range ctx.EventManager().Events() {
		kinds = append(kinds, event.Type)
	}
	require.Contains(t, kinds, "transfer")
	require.Contains(t, kinds, "coop.governance.v1.EventExecuted")
}

// A panic that comes out of the store is not the message's fault and must not
// become a FAILED resolution on one node alone.
func TestStorePanicsGoOn(t *testing.T) {
	l := newLedger(t)
	l.fund(bakery, 100)
	id := l.pass(pay(bakery, worker(6), 10))
	l.hostile(func(sdk.Context, *banktypes.MsgSend) error {
		_, err := dbm.NewPrefixDB(brokenDisk{}, []byte("s/")).Get([]byte("key"))
		return err
	})
	require.PanicsWithValue(t, "disk is gone", func() { _ = l.governance.EndBlock(l.ctx) })
	l.requireStatus(id, types.Status_STATUS_PASSED)
}

type brokenDisk struct{ dbm.DB }

func (brokenDisk) Get([]byte) ([]byte, error) { panic("disk is gone") }

// The allow-list is checked again when it is executed: what was on it at
// proposal and no longer is, is refused.
func TestAllowListIsCheckedAgainAtExecution(t *testing.T) {
	l := newLedger(t)
	l.fund(bakery, 100)
	id := l.pass(pay(bakery, worker(6), 10))
	content, err := l.governance.Contents.Get(l.ctx, id)
	require.NoError(t, err)
	content.Messages = pack(&banktypes.MsgMultiSend{})
	require.NoError(t, l.governance.Contents.Set(l.ctx, id, content))
	l.endBlock()
	r := l.resolution(id)
	require.Equal(t, types.Status_STATUS_FAILED, r.Status)
	require.Equal(t, types.ModuleName, r.Outcome.Codespace)
	require.Equal(t, uint32(5), r.Outcome.ErrorCode)
}

// A limit lowered while a resolution is open doesn't undo what was proposed under it.
func TestLoweredLimitsSpareOpenResolutions(t *testing.T) {
	l := newLedger(t)
	l.fund(bakery, 100)
	id := l.pass(pay(bakery, worker(6), 10), pay(bakery, worker(7), 10))
	params := types.DefaultParams()
	params.MaxMessages = 1
	require.NoError(t, l.governance.Params.Set(l.ctx, params))
	l.endBlock()
	l.requireOutcome(id, types.Status_STATUS_EXECUTED, types.OutcomeCode_OUTCOME_CODE_EXECUTED)
}

func TestRootFederationChangesLimits(t *testing.T) {
	l := newLedger(t)
	params := types.DefaultParams()
	params.MaxTitleBytes = 300
	message := &types.MsgUpdateParams{Authority: membershiptypes.CoopAddress(root), Params: params}
	id := l.propose(memberCoop(1), federation, "", message)
	for i := range uint64(5) {
		require.NoError(t, l.vote(id, memberCoop(i+1), yes))
	}
	l.wait(14 * day)
	l.endBlock()
	l.requireOutcome(id, types.Status_STATUS_EXECUTED, types.OutcomeCode_OUTCOME_CODE_EXECUTED)
	stored, err := l.governance.Params.Get(l.ctx)
	require.NoError(t, err)
	require.Equal(t, params, stored)

	for _, c := range []struct {
		name string
		msg  types.MsgUpdateParams
		want error
	}{
		{"error - a member", types.MsgUpdateParams{Authority: worker(1), Params: params}, types.ErrUnauthorized},
		{"error - another co-op", types.MsgUpdateParams{Authority: membershiptypes.CoopAddress(bakery), Params: params}, types.ErrUnauthorized},
		{"error - nobody", types.MsgUpdateParams{Params: params}, types.ErrUnauthorized},
		{"error - some fields only (H13)", types.MsgUpdateParams{
			Authority: membershiptypes.CoopAddress(root), Params: types.Params{MaxTitleBytes: 300},
		}, types.ErrInvalidParams},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := l.messages.UpdateParams(l.ctx, &c.msg)
			require.ErrorIs(t, err, c.want)
		})
	}
}

// The tenth member of the federation: founded by a resolution of the root, it
// applies by its own, and is admitted by a large decision of the nine.
func TestTenthMemberByResolutions(t *testing.T) {
	l := newLedger(t)
	large := func(message sdk.Msg, inFavour int) uint64 {
		id := l.propose(memberCoop(1), federation, "large", message)
		for i := range inFavour {
			require.NoError(t, l.vote(id, memberCoop(uint64(i+1)), yes))
		}
		l.wait(14 * day)
		l.endBlock()
		return id
	}
	id := large(&membershiptypes.MsgFound{
		Founder: membershiptypes.CoopAddress(root), Slug: "tenth", Charter: testutil.WorkerCharter(),
		Founders: testutil.Founders("tenth", testutil.WorkerCharter(), l.now()+20*day, []string{"workers", "tessa"}),
	}, 5)
	l.requireOutcome(id, types.Status_STATUS_EXECUTED, types.OutcomeCode_OUTCOME_CODE_EXECUTED)

	tenth, tessa := uint64(11), testutil.Address("tessa")
	id = l.propose(tessa, tenth, "", &membershiptypes.MsgApply{Applicant: membershiptypes.CoopAddress(tenth), CoopId: federation})
	require.NoError(t, l.vote(id, tessa, yes))
	l.wait(3 * day)
	l.endBlock()
	l.requireOutcome(id, types.Status_STATUS_EXECUTED, types.OutcomeCode_OUTCOME_CODE_EXECUTED)

	admit := &membershiptypes.MsgAdmit{
		Authority: membershiptypes.CoopAddress(root), CoopId: federation,
		Member: membershiptypes.NewMember{Class: "co-ops", MemberCoopId: tenth},
	}
	id = large(admit, 4)
	l.requireOutcome(id, types.Status_STATUS_REJECTED, types.OutcomeCode_OUTCOME_CODE_NO_MAJORITY)
	opened := l.propose(memberCoop(1), federation, "medium")
	id = large(admit, 5)
	l.requireOutcome(id, types.Status_STATUS_EXECUTED, types.OutcomeCode_OUTCOME_CODE_EXECUTED)
	require.ErrorIs(t, l.vote(opened, membershiptypes.CoopAddress(tenth), yes), types.ErrWrongStatus)
	next := l.propose(membershiptypes.CoopAddress(tenth), federation, "large")
	terms, err := l.governance.Terms.Get(l.ctx, next)
	require.NoError(t, err)
	require.Equal(t, uint64(10), terms.RollSize())
}
