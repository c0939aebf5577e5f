package ante

import (
	"context"

	"cosmossdk.io/core/store"
	"cosmossdk.io/errors"

	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	"github.com/cosmos/cosmos-sdk/crypto/keys/secp256k1"
	cryptotypes "github.com/cosmos/cosmos-sdk/crypto/types"
	sdk "github.com/cosmos/cosmos-sdk/types"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"
)

var (
	baseAccountURL = sdk.MsgTypeURL(&authtypes.BaseAccount{})
	secp256k1URL   = sdk.MsgTypeURL(&secp256k1.PubKey{})
)

// Accounts reads and writes accounts where x/auth keeps them and as it does,
// each once a transaction. x/auth's own way looks every type up by its name and
// reads an account again as it writes it, to keep the index by number, which a
// signature doesn't change.
type Accounts struct {
	// Keeper knows the limits of transactions.
	Keeper AccountKeeper
	// Store is x/auth's.
	Store store.KVStoreService
	// Keys reads public keys that are not secp256k1's.
	Keys codectypes.AnyUnpacker
}

// signerAccount is an account that a key signs for.
type signerAccount struct {
	authtypes.BaseAccount
	// key is the public key in its type; nil before the first transaction.
	key cryptotypes.PubKey
}

// get returns an account. Accounts of other types belong to modules, for which
// no key signs.
func (a Accounts) get(ctx context.Context, address sdk.AccAddress) (*signerAccount, error) {
	stored, err := a.Store.OpenKVStore(ctx).Get(accountKey(address))
	if err != nil {
		return nil, err
	}
	if stored == nil {
		return nil, errors.Wrapf(ErrNoAccount, "%s is not on the chain; have a member add this key to their place, or receive coins with it first", address)
	}
	var packed codectypes.Any
	if err := packed.Unmarshal(stored); err != nil {
		return nil, err
	}
	if packed.TypeUrl != baseAccountURL {
		return nil, errors.Wrapf(ErrNoAccount, "%s is a %s, for which no key signs; sign with an account of your own", address, packed.TypeUrl)
	}
	account := new(signerAccount)
	if err := account.Unmarshal(packed.Value); err != nil {
		return nil, err
	}
	account.key, err = a.unpackKey(account.PubKey)
	return account, err
}

func (a Accounts) unpackKey(packed *codectypes.Any) (cryptotypes.PubKey, error) {
	if packed == nil {
		return nil, nil
	}
	if packed.TypeUrl == secp256k1URL {
		key := new(secp256k1.PubKey)
		return key, key.Unmarshal(packed.Value)
	}
	var key cryptotypes.PubKey
	err := a.Keys.UnpackAny(packed, &key)
	return key, err
}

// set writes an account that get returned.
func (a Accounts) set(ctx context.Context, address sdk.AccAddress, account *signerAccount) error {
	value, err := account.Marshal()
	if err != nil {
		return err
	}
	stored, err := (&codectypes.Any{TypeUrl: baseAccountURL, Value: value}).Marshal()
	if err != nil {
		return err
	}
	return a.Store.OpenKVStore(ctx).Set(accountKey(address), stored)
}

// bring gives the account the key that its first transaction brings along.
func (s *signerAccount) bring(key cryptotypes.PubKey) error {
	s.key = key
	return s.SetPubKey(key)
}

func accountKey(address sdk.AccAddress) []byte {
	return append(authtypes.AddressStoreKeyPrefix.Bytes(), address...)
}
