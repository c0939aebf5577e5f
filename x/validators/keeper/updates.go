package keeper

import (
	abci "github.com/cometbft/cometbft/abci/types"

	cryptocodec "github.com/cosmos/cosmos-sdk/crypto/codec"
	"github.com/cosmos/cosmos-sdk/crypto/keys/ed25519"

	"github.com/coopledger/coopledger/x/validators/types"
)

// signingSet is the keys of the seats that have power, in the seats' order.
type signingSet struct {
	keys []*ed25519.PubKey
	has  map[string]bool
}

func signingSetOf(seats []types.Seat) (signingSet, error) {
	set := signingSet{has: make(map[string]bool, len(seats))}
	for _, seat := range seats {
		if !seat.HasPower() {
			continue
		}
		key, err := seat.Key()
		if err != nil {
			return set, err
		}
		if set.has[string(key.Key)] {
			return set, types.ErrInvariantBroken.Wrapf("the key of co-op %d's seat, %X, is another seat's too", seat.CoopId, key.Address())
		}
		set.has[string(key.Key)] = true
		set.keys = append(set.keys, key)
	}
	return set, nil
}

// validatorUpdates is the difference between two sets of seats: first the keys
// that go, then those that come, each in the order of co-op ids. It refuses a
// set that CometBFT could not take: an empty one, or one with a key twice.
func validatorUpdates(before, after []types.Seat) ([]abci.ValidatorUpdate, error) {
	old, err := signingSetOf(before)
	if err != nil {
		return nil, err
	}
	now, err := signingSetOf(after)
	if err != nil {
		return nil, err
	}
	if len(now.keys) == 0 && len(old.keys) != 0 {
		return nil, types.ErrInvariantBroken.Wrap("no seat would sign")
	}
	var updates []abci.ValidatorUpdate
	add := func(keys []*ed25519.PubKey, others map[string]bool, power int64) error {
		for _, key := range keys {
			if others[string(key.Key)] {
				continue
			}
			packed, err := cryptocodec.ToCmtProtoPublicKey(key)
			if err != nil {
				return err
			}
			updates = append(updates, abci.ValidatorUpdate{PubKey: packed, Power: power})
		}
		return nil
	}
	if err := add(old.keys, now.has, 0); err != nil {
		return nil, err
	}
	return updates, add(now.keys, old.has, types.SeatPower)
}
