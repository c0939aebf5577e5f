package keeper

import (
	"context"

	"cosmossdk.io/collections"

	"github.com/coopledger/coopledger/x/membership/types"
)

// prunedPerProof is how many used proofs that have ended are forgotten for each
// new one: more than one, so that none are left in the end.
const prunedPerProof = 2

// usedKey names a proof that was used: when it ends (chain time in seconds), the
// co-op, the member (0 for a new one), the key's address. It is all that a proof
// says, so two signatures over the same text are the same proof.
type usedKey = collections.Quad[int64, uint64, uint64, []byte]

func usedProof(expiresAt int64, coopID, memberID uint64, key []byte) usedKey {
	return collections.Join4(expiresAt, coopID, memberID, key)
}

// proofIsFresh refuses a proof that was used before: whoever keeps somebody's
// proof can't bring them back after they have left.
func (k *Keeper) proofIsFresh(ctx context.Context, used usedKey, coop types.Coop) error {
	known, err := k.UsedProofs.Has(ctx, used)
	if err != nil {
		return err
	}
	if known {
		return types.ErrProofUsed.Wrapf("the proof of %s for %s that ends at %d was used before; a proof is good once, so its holder makes a new one with: coopd tx membership prove-key %s",
			types.AddressText(used.K4()), coop.Slug, used.K1(), coop.Slug)
	}
	return nil
}

// spendProofs remembers proofs until they end. It comes last, when nothing can
// refuse any more.
func (k *Keeper) spendProofs(ctx context.Context, coop types.Coop, memberID uint64, proofs ...types.KeyProof) error {
	now, err := k.clock.Now(ctx)
	if err != nil {
		return err
	}
	for _, proof := range proofs {
		key, err := proof.Account()
		if err != nil {
			return err
		}
		if err := k.forgetProofs(ctx, now); err != nil {
			return err
		}
		if err := k.UsedProofs.Set(ctx, usedProof(proof.ExpiresAt, coop.Id, memberID, key)); err != nil {
			return err
		}
	}
	return nil
}

// forgetProofs drops a few of those that have ended, the oldest first.
func (k *Keeper) forgetProofs(ctx context.Context, now int64) error {
	var over []usedKey
	err := k.UsedProofs.Walk(ctx, nil, func(used usedKey) (bool, error) {
		if used.K1() > now || len(over) == prunedPerProof {
			return true, nil
		}
		over = append(over, used)
		return false, nil
	})
	if err != nil {
		return err
	}
	for _, used := range over {
		if err := k.UsedProofs.Remove(ctx, used); err != nil {
			return err
		}
	}
	return nil
}

func (k *Keeper) loadProofs(ctx context.Context, state types.GenesisState) error {
	for _, proof := range state.UsedProofs {
		key, err := types.AddressBytes(proof.Address)
		if err != nil {
			return err
		}
		if err := k.UsedProofs.Set(ctx, usedProof(proof.ExpiresAt, proof.CoopId, proof.MemberId, key)); err != nil {
			return err
		}
	}
	return nil
}

func (k *Keeper) saveProofs(ctx context.Context, state *types.GenesisState) error {
	return k.UsedProofs.Walk(ctx, nil, func(used usedKey) (bool, error) {
		state.UsedProofs = append(state.UsedProofs, types.UsedProof{
			ExpiresAt: used.K1(), CoopId: used.K2(), MemberId: used.K3(), Address: types.AddressText(used.K4()),
		})
		return false, nil
	})
}
