package keeper

import (
	"context"

	"cosmossdk.io/collections"
	errorsmod "cosmossdk.io/errors"

	sdk "github.com/cosmos/cosmos-sdk/types"

	chaintypes "github.com/coopledger/coopledger/x/chain/types"
	"github.com/coopledger/coopledger/x/governance/types"
)

// Second supports a draft; with the last one needed, its discussion begins, or its
// vote where there is none. A vote that can't open leaves nothing behind.
func (k msgServer) Second(ctx context.Context, msg *types.MsgSecond) (*types.MsgSecondResponse, error) {
	return chaintypes.Atomically(ctx, func(ctx context.Context) (*types.MsgSecondResponse, error) { return k.second(ctx, msg) })
}

func (k *Keeper) second(ctx context.Context, msg *types.MsgSecond) (*types.MsgSecondResponse, error) {
	now, err := k.chain.Now(ctx)
	if err != nil {
		return nil, err
	}
	r, err := k.GetResolution(ctx, msg.ResolutionId)
	if err != nil {
		return nil, err
	}
	terms, err := k.Terms.Get(ctx, r.Id)
	if err != nil {
		return nil, err
	}
	member, err := k.settingAgenda(ctx, r.CoopId, terms, msg.Seconder, "second", true)
	if err != nil {
		return nil, err
	}
	if err := requireStatus(r, "second", types.Status_STATUS_DRAFT); err != nil {
		return nil, err
	}
	if now >= r.DueAt {
		return nil, errorsmod.Wrapf(types.ErrWrongStatus, "the time for seconding resolution %d ended on %s; propose it again",
			r.Id, types.Date(r.DueAt))
	}
	if member.MemberId == r.ProposerMemberId {
		return nil, errorsmod.Wrapf(types.ErrOwnDraft, "member %d proposed resolution %d; its seconders are other members",
			member.MemberId, r.Id)
	}
	second := collections.Join(r.Id, member.MemberId)
	if done, err := k.Seconders.Has(ctx, second); err != nil {
		return nil, err
	} else if done {
		return nil, errorsmod.Wrapf(types.ErrAlreadySeconded, "member %d has seconded resolution %d already; each member counts once",
			member.MemberId, r.Id)
	}
	if err := k.Seconders.Set(ctx, second); err != nil {
		return nil, err
	}
	r.Seconds++
	if err := sdk.UnwrapSDKContext(ctx).EventManager().EmitTypedEvent(&types.EventSeconded{
		ResolutionId: r.Id, MemberId: member.MemberId,
	}); err != nil {
		return nil, err
	}
	needed, err := k.secondersNeeded(ctx, r, terms)
	if err != nil {
		return nil, err
	}
	if r.Seconds < needed {
		return &types.MsgSecondResponse{}, k.Resolutions.Set(ctx, r.Id, r)
	}
	return &types.MsgSecondResponse{}, k.discuss(ctx, &r, terms, now)
}
