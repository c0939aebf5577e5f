package keeper

import (
	"context"

	"cosmossdk.io/collections"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/coopledger/coopledger/x/membership/types"
)

// proofGas is what verifying one key proof costs: the same as a transaction's
// secp256k1 signature in x/auth's default parameters.
const proofGas = 1_000

// place is a seat at the table that has been checked and is yet to be taken.
type place struct {
	coop       types.Coop
	class      types.Class
	kind       types.MemberKind
	memberCoop uint64
	keys       [][]byte
	// minorUntil is zero but for a minor, whose guardian acts for its money.
	minorUntil int64
	guardian   []byte
	// holders of a joint place; zero or one for a place of one.
	holders uint32
}

// prover verifies a key's own consent to the place that it is given.
type prover func(types.KeyProof) (key []byte, err error)

// personsPlace checks that a person may join a class with the keys it proves.
func (k *Keeper) personsPlace(
	ctx context.Context, coop types.Coop, charter types.Charter, person types.NewMember, params types.Params, prove prover,
) (place, error) {
	class, err := charter.ClassByName(person.Class)
	if err != nil {
		return place{}, err
	}
	if err := class.Takes(types.MemberKind_MEMBER_KIND_PERSON); err != nil {
		return place{}, err
	}
	taken := place{coop: coop, class: class, kind: types.MemberKind_MEMBER_KIND_PERSON}
	if err := k.specialPlace(ctx, &taken, person, params); err != nil {
		return place{}, err
	}
	if (len(person.Keys) == 0 && taken.minorUntil == 0) || uint64(len(person.Keys)) > uint64(params.MaxKeysPerMember) {
		return place{}, types.ErrTooManyKeys.Wrapf("%d keys given; a member has 1 to %d", len(person.Keys), params.MaxKeysPerMember)
	}
	for _, proof := range person.Keys {
		key, err := prove(proof)
		if err != nil {
			return place{}, err
		}
		for _, other := range taken.keys {
			if string(other) == string(key) {
				return place{}, types.ErrKeyTaken.Wrapf("%s is given twice; give each key once", types.AddressText(key))
			}
		}
		taken.keys = append(taken.keys, key)
	}
	return taken, nil
}

// provedKey verifies a key's own consent and that it may be a key in the co-op.
// Member 0 is somebody who is yet to join. A proof is good once: whoever takes it
// spends it once nothing else can refuse.
func (k *Keeper) provedKey(
	ctx context.Context, proof types.KeyProof, coop types.Coop, memberID uint64, params types.Params,
) ([]byte, error) {
	key, err := k.agreeingKey(ctx, proof, coop, memberID, params)
	if err != nil {
		return nil, err
	}
	if err := k.keyIsFree(ctx, coop, key); err != nil {
		return nil, err
	}
	return key, k.proofIsFresh(ctx, usedProof(proof.ExpiresAt, coop.Id, memberID, key), coop)
}

// agreeingKey verifies a key's own consent, and nothing else about it.
func (k *Keeper) agreeingKey(
	ctx context.Context, proof types.KeyProof, coop types.Coop, memberID uint64, params types.Params,
) ([]byte, error) {
	now, err := k.timeOfProof(ctx)
	if err != nil {
		return nil, err
	}
	chainID := sdk.UnwrapSDKContext(ctx).ChainID()
	return types.VerifyKeyProof(proof, chainID, coop.Slug, memberID, now, params.MaxProofLifetimeSeconds)
}

// timeOfProof charges for a proof's signature and tells chain time.
func (k *Keeper) timeOfProof(ctx context.Context) (int64, error) {
	sdk.UnwrapSDKContext(ctx).GasMeter().ConsumeGas(proofGas, "key proof")
	return k.clock.Now(ctx)
}

// keyIsFree refuses addresses that can't be a person's key: another member's,
// a co-op's account, a module's account.
func (k *Keeper) keyIsFree(ctx context.Context, coop types.Coop, key []byte) error {
	taken, err := k.Places.Has(ctx, collections.Join(key, coop.Id))
	if err != nil {
		return err
	}
	if taken {
		return types.ErrKeyTaken.Wrapf("%s is already a member's key in %s; use another key", types.AddressText(key), coop.Slug)
	}
	return k.keyIsPersons(ctx, key)
}

// keyIsPersons refuses the account of a co-op or of a module.
func (k *Keeper) keyIsPersons(ctx context.Context, key []byte) error {
	owner, isCoop, err := k.CoopByAccount(ctx, key)
	if err != nil {
		return err
	}
	if isCoop {
		return types.ErrKeyTaken.Wrapf("%s is the account of co-op %d; use a key of your own", types.AddressText(key), owner)
	}
	if _, isModule := k.accounts.GetAccount(ctx, key).(sdk.ModuleAccountI); isModule {
		return types.ErrKeyTaken.Wrapf("%s is an account of the ledger itself; use a key of your own", types.AddressText(key))
	}
	return nil
}

// join takes a checked place. The caller stores the roll.
func (k *Keeper) join(ctx context.Context, roll *types.Roll, p place, authority string) (types.Member, error) {
	now, err := k.clock.Now(ctx)
	if err != nil {
		return types.Member{}, err
	}
	member := roll.Join(types.Member{
		CoopId: p.coop.Id, State: types.MemberState_MEMBER_STATE_ACTIVE, Kind: p.kind, MemberCoopId: p.memberCoop,
		JoinedAt: now, KeyCount: uint32(len(p.keys)), MinorUntil: p.minorUntil, Holders: p.holders,
	}, p.class)
	if err := k.Members.Set(ctx, collections.Join(member.CoopId, member.MemberId), member); err != nil {
		return types.Member{}, err
	}
	err = emit(ctx, &types.EventMemberAdmitted{
		CoopId: member.CoopId, MemberId: member.MemberId, Class: p.class.Name,
		MemberCoopId: p.memberCoop, Authority: authority,
	})
	if err != nil {
		return types.Member{}, err
	}
	for _, key := range p.keys {
		if err := k.storeKey(ctx, member, key, now); err != nil {
			return types.Member{}, err
		}
		if err := k.RejoinWaits.Remove(ctx, collections.Join(p.coop.Id, key)); err != nil {
			return types.Member{}, err
		}
		if err := k.closeApplicationOf(ctx, p.coop.Id, key, member.MemberId); err != nil {
			return types.Member{}, err
		}
	}
	if err := k.startTrial(ctx, member, p.class, now, now); err != nil {
		return types.Member{}, err
	}
	return member, k.startMinority(ctx, member, p.guardian, now)
}
