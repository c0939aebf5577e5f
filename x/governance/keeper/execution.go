package keeper

import (
	"context"

	errorsmod "cosmossdk.io/errors"

	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	storetypes "github.com/cosmos/cosmos-sdk/store/v2/types"
	sdk "github.com/cosmos/cosmos-sdk/types"

	chaintypes "github.com/coopledger/coopledger/x/chain/types"
	"github.com/coopledger/coopledger/x/governance/types"
)

// execute runs a passed resolution's messages, all or none, within a gas limit
// of its own, and stores how that ended. While one of them is switched off by
// the breaker they all wait.
func (k *Keeper) execute(ctx context.Context, id, gasLimit uint64, now int64) error {
	r, err := k.GetResolution(ctx, id)
	if err != nil {
		return err
	}
	if r.Status != types.Status_STATUS_PASSED {
		return errorsmod.Wrapf(types.ErrInvariant, "resolution %d is %s and can't be executed", id, r.Status.Word())
	}
	content, err := k.Contents.Get(ctx, id)
	if err != nil {
		return err
	}
	terms, err := k.Terms.Get(ctx, id)
	if err != nil {
		return err
	}
	if until, err := k.heldBackUntil(ctx, content.Messages); err != nil {
		return err
	} else if until > 0 {
		return k.reschedule(ctx, &r, until)
	}
	r.Outcome = k.attempt(sdk.UnwrapSDKContext(ctx), chaintypes.Decision{CoopID: r.CoopId, ResolutionID: id}, content.Messages, terms, gasLimit)
	status := types.Status_STATUS_EXECUTED
	if r.Outcome.Code != types.OutcomeCode_OUTCOME_CODE_EXECUTED {
		status = types.Status_STATUS_FAILED
	}
	if err := k.move(ctx, &r, status, 0, now); err != nil {
		return err
	}
	return sdk.UnwrapSDKContext(ctx).EventManager().EmitTypedEvent(&types.EventExecuted{ResolutionId: id, Outcome: r.Outcome})
}

// attempt sends the messages through the router in a cache context, and keeps
// state and events only if every one succeeded. Running out of gas and a
// message's own panic end the attempt; a panic of the store goes on, since a
// node whose disk fails must not disagree with the others about what happened.
func (k *Keeper) attempt(
	ctx sdk.Context, decision chaintypes.Decision, messages []*codectypes.Any, terms types.Terms, gasLimit uint64,
) (outcome types.Outcome) {
	meter := storetypes.NewGasMeter(gasLimit)
	cacheCtx, write := ctx.CacheContext()
	cacheCtx = chaintypes.WithDecision(cacheCtx.WithGasMeter(meter), decision)
	index := 0
	defer func() {
		if cause := recover(); cause != nil {
			if chaintypes.FromStore() {
				panic(cause) //nolint:forbidigo // the store failed on this node alone; going on would fork it off
			}
			outcome = types.Outcome{
				Code: codeOfPanic(cause), MessageIndex: uint32(index), GasUsed: meter.GasConsumedToLimit(),
			}
		}
	}()
	refused := func(err error) types.Outcome {
		codespace, code, _ := errorsmod.ABCIInfo(err, false)
		return types.Outcome{
			Code:         types.OutcomeCode_OUTCOME_CODE_MESSAGE_REFUSED,
			MessageIndex: uint32(index), Codespace: codespace, ErrorCode: code, GasUsed: meter.GasConsumedToLimit(),
		}
	}
	// A court's annulment suspends what was decided under the version and is not
	// carried out yet.
	if err := k.membership.CharterStands(cacheCtx, decision.CoopID, terms.CharterVersion); err != nil {
		return refused(err)
	}
	asked, at, err := k.inspect(cacheCtx, decision.CoopID, messages, types.CeilingParams().MaxMessages, terms.CharterVersion)
	if err != nil {
		index = at
		return refused(err)
	}
	if asked.special && !terms.SpecialFloor {
		return refused(errorsmod.Wrap(types.ErrInvalidTerms, "its messages need the ledger's special floor, and it was not decided under it"))
	}
	if err := asked.decidedByMembers(terms); err != nil {
		return refused(err)
	}
	if index, err = k.changesNoMore(cacheCtx, decision.CoopID, terms.CharterVersion, messages); err != nil {
		return refused(err)
	}
	for i, message := range messages {
		index = i
		handler := k.router.HandlerByTypeURL(message.TypeUrl)
		if handler == nil {
			return refused(errorsmod.Wrapf(types.ErrMessageNotAllowed, "no module handles %s", message.TypeUrl))
		}
		decoded, ok := message.GetCachedValue().(sdk.Msg)
		if !ok {
			return refused(errorsmod.Wrapf(types.ErrInvalidContent, "%s can't be decoded", message.TypeUrl))
		}
		result, err := handler(cacheCtx, decoded)
		if err != nil {
			return refused(err)
		}
		cacheCtx.EventManager().EmitEvents(result.GetEvents())
	}
	write()
	return types.Outcome{Code: types.OutcomeCode_OUTCOME_CODE_EXECUTED, GasUsed: meter.GasConsumedToLimit()}
}

// codeOfPanic tells running out of gas from any other panic.
func codeOfPanic(cause any) types.OutcomeCode {
	switch cause.(type) {
	case storetypes.ErrorOutOfGas, storetypes.ErrorGasOverflow:
		return types.OutcomeCode_OUTCOME_CODE_OUT_OF_GAS
	default:
		return types.OutcomeCode_OUTCOME_CODE_MESSAGE_PANICKED
	}
}
