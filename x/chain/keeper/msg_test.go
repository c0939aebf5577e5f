package keeper_test

import (
	"context"
	"strings"
	"testing"
	"time"

	cmtproto "github.com/cometbft/cometbft/proto/tendermint/types"
	"github.com/stretchr/testify/require"

	"cosmossdk.io/errors"
	"cosmossdk.io/math"

	"github.com/coopledger/coopledger/x/chain/types"
)

// Whoever isn't the root federation may do none of it.
func TestOnlyTheAuthority(t *testing.T) {
	allowance := types.DefaultParams().CoopAllowance
	for _, who := range []string{"", "nobody", "coop1qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq", "cosmos1w35x2grjda6hggrxv4j8ycz5v3jkz7n9d0jh0v"} {
		f := newChain(t)
		f.refused(types.ErrUnauthorized, func(ctx context.Context) error {
			_, err := f.messages.UpdateParams(ctx, &types.MsgUpdateParams{Authority: who, Params: types.DefaultParams()})
			return err
		})
		f.refused(types.ErrUnauthorized, func(ctx context.Context) error {
			_, err := f.messages.Allot(ctx, &types.MsgAllot{Authority: who, CoopId: 2, Allowance: allowance})
			return err
		})
		f.refused(types.ErrUnauthorized, func(ctx context.Context) error {
			_, err := f.messages.UpdateConsensusParams(ctx, consensusMessage(who))
			return err
		})
		f.refused(types.ErrUnauthorized, func(ctx context.Context) error {
			_, err := f.messages.ScheduleUpgrade(ctx, &types.MsgScheduleUpgrade{Authority: who, Name: "v2", BlocksAfterExecution: 1})
			return err
		})
		f.refused(types.ErrUnauthorized, func(ctx context.Context) error {
			_, err := f.messages.CancelUpgrade(ctx, &types.MsgCancelUpgrade{Authority: who})
			return err
		})
	}
}

// H7: an address is its bytes, however it is written.
func TestAuthorityIsComparedAsBytes(t *testing.T) {
	f := newChain(t)
	_, err := f.messages.UpdateParams(f.ctx, &types.MsgUpdateParams{Authority: strings.ToUpper(f.authority), Params: types.DefaultParams()})
	require.NoError(t, err)
}

// H13: a partial update is refused, whichever field it leaves out.
func TestUpdateParams(t *testing.T) {
	fee := func(denom string, amount int64) types.MinFee {
		return types.MinFee{Denom: denom, AmountPerMillionGas: math.NewInt(amount)}
	}
	cases := []struct {
		name   string
		change func(*types.Params)
		want   *errors.Error
	}{
		{"success - as they are", func(*types.Params) {}, nil},
		{"success - two fees", func(p *types.Params) { p.MinFees = []types.MinFee{fee("milk", 5), fee("tea", 1)} }, nil},
		{"error - empty", func(p *types.Params) { *p = types.Params{} }, types.ErrInvalidParams},
		{"error - no clock step", func(p *types.Params) { p.MaxClockStepSeconds = 0 }, types.ErrInvalidParams},
		{"error - a clock step of two hours", func(p *types.Params) { p.MaxClockStepSeconds, p.GapSeconds = 7_200, 7_200 }, types.ErrInvalidParams},
		{"error - a gap shorter than a step", func(p *types.Params) { p.GapSeconds = 59 }, types.ErrInvalidParams},
		{"error - no gap", func(p *types.Params) { p.GapSeconds = 0 }, types.ErrInvalidParams},
		{"error - a gap of two days", func(p *types.Params) { p.GapSeconds = 172_800 }, types.ErrInvalidParams},
		{"error - no quiet blocks", func(p *types.Params) { p.GapQuietBlocks = 0 }, types.ErrInvalidParams},
		{"error - quiet for ever", func(p *types.Params) { p.GapQuietBlocks = 1 << 63 }, types.ErrInvalidParams},
		{"error - no work budget", func(p *types.Params) { p.WorkBudgetPpm = 0 }, types.ErrInvalidParams},
		{"error - a work budget over half a block", func(p *types.Params) { p.WorkBudgetPpm = 500_001 }, types.ErrInvalidParams},
		{"error - no free gas", func(p *types.Params) { p.FreeGasPpm = 0 }, types.ErrInvalidParams},
		{"error - free gas over half a block", func(p *types.Params) { p.FreeGasPpm = 500_001 }, types.ErrInvalidParams},
		{"error - nothing for members", func(p *types.Params) { p.MemberAllowance = types.Allowance{} }, types.ErrInvalidParams},
		{"error - members' bytes don't refill", func(p *types.Params) { p.MemberAllowance.BytesPerHour = 0 }, types.ErrInvalidParams},
		{"error - nothing for co-ops", func(p *types.Params) { p.CoopAllowance = types.Allowance{} }, types.ErrInvalidParams},
		{"error - more than anybody needs", func(p *types.Params) { p.CoopAllowance.Gas = types.MaxAllowance + 1 }, types.ErrInvalidParams},
		{"error - a fee of zero", func(p *types.Params) { p.MinFees = []types.MinFee{fee("tea", 0)} }, types.ErrInvalidParams},
		{"error - a fee below zero", func(p *types.Params) { p.MinFees = []types.MinFee{fee("tea", -1)} }, types.ErrInvalidParams},
		{"error - a fee of no amount", func(p *types.Params) { p.MinFees = []types.MinFee{{Denom: "tea"}} }, types.ErrInvalidParams},
		{"error - a fee too great to multiply", func(p *types.Params) {
			p.MinFees = []types.MinFee{{Denom: "tea", AmountPerMillionGas: math.NewIntWithDecimal(1, 39)}}
		}, types.ErrInvalidParams},
		{"error - a denom twice", func(p *types.Params) { p.MinFees = []types.MinFee{fee("tea", 1), fee("tea", 2)} }, types.ErrInvalidParams},
		{"error - denoms out of order", func(p *types.Params) { p.MinFees = []types.MinFee{fee("tea", 1), fee("milk", 2)} }, types.ErrInvalidParams},
		{"error - no denom", func(p *types.Params) { p.MinFees = []types.MinFee{fee("", 1)} }, types.ErrInvalidParams},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			f := newChain(t)
			params := types.DefaultParams()
			tc.change(&params)
			run := func(ctx context.Context) error {
				_, err := f.messages.UpdateParams(ctx, &types.MsgUpdateParams{Authority: f.authority, Params: params})
				return err
			}
			if tc.want != nil {
				f.refused(tc.want, run)
				return
			}
			require.NoError(t, run(f.ctx))
			stored, err := f.queries.Params(f.ctx, &types.QueryParamsRequest{})
			require.NoError(t, err)
			require.True(t, params.Equal(stored.Params))
			require.Equal(t, 1, f.events("coop.chain.v1.EventParamsUpdated"))
		})
	}
}

func TestAllot(t *testing.T) {
	good := types.DefaultParams().CoopAllowance
	cases := []struct {
		name      string
		coopID    uint64
		allowance types.Allowance
		want      *errors.Error
	}{
		{"success - a co-op", 7, good, nil},
		{"success - nothing for a co-op", 7, types.Allowance{}, nil},
		{"success - the root federation", 1, good, nil},
		{"error - nothing for the root federation", 1, types.Allowance{}, types.ErrInvalidAllowance},
		{"error - nobody", 0, good, types.ErrInvalidAllowance},
		{"error - gas alone", 7, types.Allowance{Gas: good.Gas}, types.ErrInvalidAllowance},
		{"error - no refill", 7, types.Allowance{Gas: good.Gas, Bytes: good.Bytes}, types.ErrInvalidAllowance},
		{"error - too much", 7, types.Allowance{Gas: 1 << 63, GasPerHour: good.GasPerHour, Bytes: good.Bytes, BytesPerHour: good.BytesPerHour}, types.ErrInvalidAllowance},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			f := newChain(t)
			run := func(ctx context.Context) error {
				_, err := f.messages.Allot(ctx, &types.MsgAllot{Authority: f.authority, CoopId: tc.coopID, Allowance: tc.allowance})
				return err
			}
			if tc.want != nil {
				f.refused(tc.want, run)
				return
			}
			require.NoError(t, run(f.ctx))
			stored, err := f.keeper.Allotments.Get(f.ctx, tc.coopID)
			require.NoError(t, err)
			require.Equal(t, tc.allowance, stored)
			require.Equal(t, 1, f.events("coop.chain.v1.EventAllotted"))
		})
	}
}

func consensusMessage(authority string) *types.MsgUpdateConsensusParams {
	return &types.MsgUpdateConsensusParams{
		Authority: authority, MaxBytes: 2_000_000, MaxGas: 200_000_000,
		EvidenceMaxAgeBlocks: 1_000_000, EvidenceMaxAgeSeconds: 1_814_400, EvidenceMaxBytes: 500_000,
	}
}

func TestUpdateConsensusParams(t *testing.T) {
	cases := []struct {
		name   string
		change func(*types.MsgUpdateConsensusParams)
		want   *errors.Error
	}{
		{"success - other limits", func(*types.MsgUpdateConsensusParams) {}, nil},
		{"success - the least", func(m *types.MsgUpdateConsensusParams) {
			m.MaxBytes, m.MaxGas, m.EvidenceMaxAgeSeconds, m.EvidenceMaxAgeBlocks = 1_000_000, 50_000_000, types.LongestTrustPeriodSeconds, 1
		}, nil},
		{"success - the most", func(m *types.MsgUpdateConsensusParams) {
			m.MaxBytes, m.MaxGas, m.EvidenceMaxBytes = 16_777_216, 1_000_000_000, 8_388_608
		}, nil},
		{"error - empty", func(m *types.MsgUpdateConsensusParams) {
			*m = types.MsgUpdateConsensusParams{Authority: m.Authority}
		}, types.ErrInvalidConsensusParams},
		{"error - max_gas of 1", func(m *types.MsgUpdateConsensusParams) { m.MaxGas = 1 }, types.ErrInvalidConsensusParams},
		{"error - max_gas unbounded", func(m *types.MsgUpdateConsensusParams) { m.MaxGas = -1 }, types.ErrInvalidConsensusParams},
		{"error - max_gas just too small", func(m *types.MsgUpdateConsensusParams) { m.MaxGas = 49_999_999 }, types.ErrInvalidConsensusParams},
		{"error - max_gas just too great", func(m *types.MsgUpdateConsensusParams) { m.MaxGas = 1_000_000_001 }, types.ErrInvalidConsensusParams},
		{"error - max_bytes just too small", func(m *types.MsgUpdateConsensusParams) { m.MaxBytes = 999_999 }, types.ErrInvalidConsensusParams},
		{"error - max_bytes unbounded", func(m *types.MsgUpdateConsensusParams) { m.MaxBytes = -1 }, types.ErrInvalidConsensusParams},
		{"error - max_bytes just too great", func(m *types.MsgUpdateConsensusParams) { m.MaxBytes = 16_777_217 }, types.ErrInvalidConsensusParams},
		{"error - evidence forgiven within a trust period", func(m *types.MsgUpdateConsensusParams) {
			m.EvidenceMaxAgeSeconds = types.LongestTrustPeriodSeconds - 1
		}, types.ErrInvalidConsensusParams},
		{"error - evidence for so long that seconds overflow", func(m *types.MsgUpdateConsensusParams) { m.EvidenceMaxAgeSeconds = 1<<62 + 2_000_000 }, types.ErrInvalidConsensusParams},
		{"error - evidence of no blocks", func(m *types.MsgUpdateConsensusParams) { m.EvidenceMaxAgeBlocks = 0 }, types.ErrInvalidConsensusParams},
		{"error - no room for evidence", func(m *types.MsgUpdateConsensusParams) { m.EvidenceMaxBytes = 0 }, types.ErrInvalidConsensusParams},
		{"error - evidence fills the block", func(m *types.MsgUpdateConsensusParams) { m.EvidenceMaxBytes = m.MaxBytes/2 + 1 }, types.ErrInvalidConsensusParams},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			f := newChain(t)
			before, err := f.consensus.ParamsStore.Get(f.ctx)
			require.NoError(t, err)
			before.Version = &cmtproto.VersionParams{App: 7}
			before.Abci = &cmtproto.ABCIParams{VoteExtensionsEnableHeight: 9}
			require.NoError(t, f.consensus.ParamsStore.Set(f.ctx, before))
			message := consensusMessage(f.authority)
			tc.change(message)
			_, err = f.messages.UpdateConsensusParams(f.ctx, message)
			after, getErr := f.consensus.ParamsStore.Get(f.ctx)
			require.NoError(t, getErr)
			if tc.want != nil {
				require.ErrorIs(t, err, tc.want)
				require.Equal(t, before, after)
				return
			}
			require.NoError(t, err)
			require.Equal(t, message.MaxBytes, after.Block.MaxBytes)
			require.Equal(t, message.MaxGas, after.Block.MaxGas)
			require.Equal(t, time.Duration(message.EvidenceMaxAgeSeconds)*time.Second, after.Evidence.MaxAgeDuration)
			require.Equal(t, message.EvidenceMaxAgeBlocks, after.Evidence.MaxAgeNumBlocks)
			require.Equal(t, message.EvidenceMaxBytes, after.Evidence.MaxBytes)
			after.Block, after.Evidence = before.Block, before.Evidence
			require.Equal(t, before, after, "key types, vote extensions, version and authority are as they were")
			require.Equal(t, 1, f.events("coop.chain.v1.EventConsensusParamsUpdated"))
		})
	}
}

func TestScheduleUpgrade(t *testing.T) {
	cases := []struct {
		name    string
		message types.MsgScheduleUpgrade
		want    *errors.Error
	}{
		{"success - in a thousand blocks", types.MsgScheduleUpgrade{Name: "v2.0", BlocksAfterExecution: 1_000, Info: "{}"}, nil},
		{"success - in the next block", types.MsgScheduleUpgrade{Name: "v2", BlocksAfterExecution: 1}, nil},
		{"error - at once", types.MsgScheduleUpgrade{Name: "v2"}, types.ErrInvalidUpgrade},
		{"error - in an age", types.MsgScheduleUpgrade{Name: "v2", BlocksAfterExecution: 1 << 63}, types.ErrInvalidUpgrade},
		{"error - no name", types.MsgScheduleUpgrade{BlocksAfterExecution: 10}, types.ErrInvalidUpgrade},
		{"error - a name that climbs out of its folder", types.MsgScheduleUpgrade{Name: "../v2", BlocksAfterExecution: 10}, types.ErrInvalidUpgrade},
		{"error - a hidden name", types.MsgScheduleUpgrade{Name: ".v2", BlocksAfterExecution: 10}, types.ErrInvalidUpgrade},
		{"error - a long name", types.MsgScheduleUpgrade{Name: strings.Repeat("v", 65), BlocksAfterExecution: 10}, types.ErrInvalidUpgrade},
		{"error - long info", types.MsgScheduleUpgrade{Name: "v2", BlocksAfterExecution: 10, Info: strings.Repeat("i", 4_097)}, types.ErrInvalidUpgrade},
		{"error - info that isn't text", types.MsgScheduleUpgrade{Name: "v2", BlocksAfterExecution: 10, Info: "\xff"}, types.ErrInvalidUpgrade},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			f := newChain(t)
			f.block(time.Second)
			tc.message.Authority = f.authority
			response, err := f.messages.ScheduleUpgrade(f.ctx, &tc.message)
			plan, planErr := f.upgrades.GetUpgradePlan(f.ctx)
			if tc.want != nil {
				require.ErrorIs(t, err, tc.want)
				require.Error(t, planErr, "nothing is scheduled")
				return
			}
			require.NoError(t, err)
			require.NoError(t, planErr)
			require.Equal(t, f.ctx.BlockHeight()+int64(tc.message.BlocksAfterExecution), response.Height)
			require.Equal(t, response.Height, plan.Height)
			require.Equal(t, tc.message.Name, plan.Name)
			require.Equal(t, tc.message.Info, plan.Info)
			require.Equal(t, 1, f.events("coop.chain.v1.EventUpgradeScheduled"))
		})
	}
}

func TestUpgradesFollowEachOther(t *testing.T) {
	f := newChain(t)
	schedule := func(name string) error {
		_, err := f.messages.ScheduleUpgrade(f.ctx, &types.MsgScheduleUpgrade{Authority: f.authority, Name: name, BlocksAfterExecution: 5})
		return err
	}
	cancel := func() error {
		_, err := f.messages.CancelUpgrade(f.ctx, &types.MsgCancelUpgrade{Authority: f.authority})
		return err
	}
	require.ErrorIs(t, cancel(), types.ErrNoUpgrade)
	require.NoError(t, schedule("v2"))
	require.ErrorIs(t, schedule("v3"), types.ErrUpgradePending)
	plan, err := f.upgrades.GetUpgradePlan(f.ctx)
	require.NoError(t, err)
	require.Equal(t, "v2", plan.Name)
	require.NoError(t, cancel())
	require.Equal(t, 1, f.events("coop.chain.v1.EventUpgradeCancelled"))
	require.ErrorIs(t, cancel(), types.ErrNoUpgrade)
	require.NoError(t, schedule("v3"))
}
