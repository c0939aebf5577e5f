package keeper

import (
	"bytes"

	abci "github.com/cometbft/cometbft/abci/types"

	cryptocodec "github.com/cosmos/cosmos-sdk/crypto/codec"
	"github.com/cosmos/cosmos-sdk/crypto/keys/ed25519"

	"github.com/coopledger/coopledger/x/validators/types"
)

// signingKeys are the keys of the seats that have power, in the seats' order.
func signingKeys(seats []types.Seat) ([]*ed25519.PubKey, error) {
	var keys []*ed25519.PubKey
	for _, seat := range seats {
		if !seat.HasPower() {
			continue
		}
		key, err := seat.Key()
		if err != nil {
			return nil, err
		}
		if holds(keys, key) {
			return nil, types.ErrInvariantBroken.Wrapf("the key of co-op %d's seat, %X, is another seat's too", seat.CoopId, key.Address())
		}
		keys = append(keys, key)
	}
	return keys, nil
}

func holds(keys []*ed25519.PubKey, wanted *ed25519.PubKey) bool {
	for _, key := range keys {
		if bytes.Equal(key.Key, wanted.Key) {
			return true
		}
	}
	return false
}

// validatorUpdates is the difference between two sets of seats: first the keys
// that go, then those that come, each in the order of co-op ids. It refuses a
// set that CometBFT could not take: an empty one, or one with a key twice.
func validatorUpdates(before, after []types.Seat) ([]abci.ValidatorUpdate, error) {
	oldKeys, err := signingKeys(before)
	if err != nil {
		return nil, err
	}
	newKeys, err := signingKeys(after)
	if err != nil {
		return nil, err
	}
	if len(newKeys) == 0 && len(oldKeys) != 0 {
		return nil, types.ErrInvariantBroken.Wrap("no seat would sign")
	}
	var updates []abci.ValidatorUpdate
	add := func(keys, others []*ed25519.PubKey, power int64) error {
		for _, key := range keys {
			if holds(others, key) {
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
	if err := add(oldKeys, newKeys, 0); err != nil {
		return nil, err
	}
	return updates, add(newKeys, oldKeys, types.SeatPower)
}
