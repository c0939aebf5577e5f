package network

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"

	"github.com/cosmos/go-bip39"

	clientconfig "github.com/cosmos/cosmos-sdk/client/config"
	"github.com/cosmos/cosmos-sdk/crypto/hd"
	"github.com/cosmos/cosmos-sdk/crypto/keyring"
	sdk "github.com/cosmos/cosmos-sdk/types"

	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
)

// mnemonicEntropyBits gives 24 words.
const mnemonicEntropyBits = 256

// derivationPath is the one wallets use for Cosmos keys.
var derivationPath = hd.CreateHDPath(sdk.CoinType, 0, 0).String()

// makeAccounts puts a key for every account into the client home's keyring and
// writes their words beside it. The keyring is of the kind "test": unprotected,
// for local networks only.
func (n *Network) makeAccounts(accounts []Account) error {
	ring, err := n.keyring()
	if err != nil {
		return err
	}
	words := make(map[string]string, len(accounts))
	for _, account := range accounts {
		mnemonic := account.Mnemonic
		if mnemonic == "" {
			entropy, err := bip39.NewEntropy(mnemonicEntropyBits)
			if err != nil {
				return err
			}
			if mnemonic, err = bip39.NewMnemonic(entropy); err != nil {
				return err
			}
		}
		record, err := ring.NewAccount(account.Name, mnemonic, keyring.DefaultBIP39Passphrase, derivationPath, hd.Secp256k1)
		if err != nil {
			return fmt.Errorf("account %q: its key can't be made: %w", account.Name, err)
		}
		address, err := record.GetAddress()
		if err != nil {
			return err
		}
		words[account.Name] = mnemonic
		n.Accounts = append(n.Accounts, KeyLine{Name: account.Name, Address: membershiptypes.AddressText(address)})
	}
	text, err := json.MarshalIndent(words, "", "  ")
	if err != nil {
		return err
	}
	return os.WriteFile(n.Mnemonics, append(text, '\n'), 0o600)
}

func (n *Network) keyring() (keyring.Keyring, error) {
	return keyring.New(sdk.KeyringServiceName(), keyring.BackendTest, n.ClientHome, nil, n.defaults.Codec)
}

// makeClientHome lets the command line reach the first node with every key at
// hand: coopd … --home CLIENT_HOME.
func (n *Network) makeClientHome() error {
	config := clientconfig.DefaultConfig()
	config.ChainID = n.ChainID
	config.KeyringBackend = keyring.BackendTest
	config.Node = "tcp://" + loopback(n.Nodes[0].Ports.RPC)
	return writeClientConfig(n.ClientHome, config)
}

func writeClientConfig(home string, config *clientconfig.ClientConfig) error {
	dir := filepath.Join(home, "config")
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	text := fmt.Sprintf(`# Settings of the command line for this home.
chain-id = %q
# "test" is unprotected: for local networks only.
keyring-backend = %q
keyring-default-keyname = %q
output = %q
node = %q
broadcast-mode = %q
`, config.ChainID, config.KeyringBackend, config.KeyringDefaultKeyName, config.Output, config.Node, config.BroadcastMode)
	return os.WriteFile(filepath.Join(dir, "client.toml"), []byte(text), 0o644)
}
