package main

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	cmtjson "github.com/cometbft/cometbft/libs/json"
	"github.com/cometbft/cometbft/p2p"
	"github.com/cometbft/cometbft/privval"

	"github.com/cosmos/cosmos-sdk/client/flags"
	"github.com/cosmos/cosmos-sdk/server"
	genutiltypes "github.com/cosmos/cosmos-sdk/x/genutil/types"
)

func (e *examination) checkGenesis() []finding {
	path := e.comet.GenesisFile()
	raw, err := os.ReadFile(path)
	if err != nil {
		return []finding{{verdictFail, "genesis", path + " can't be read", err.Error(), "copy the network's genesis there"}}
	}
	genesis, err := genutiltypes.AppGenesisFromFile(path)
	if err != nil {
		return []finding{{verdictFail, "genesis", path + " is no genesis", firstReason(path, err), "copy the network's genesis again and compare its SHA-256"}}
	}
	e.genesisChain = genesis.ChainID
	hash := sha256.Sum256(raw)
	return []finding{fine("genesis", "chain %s from height %d, SHA-256 %s (compare it with another operator's)",
		genesis.ChainID, genesis.InitialHeight, hex.EncodeToString(hash[:]))}
}

func (e *examination) checkChainID() finding {
	configured := e.client.GetString(flags.FlagChainID)
	switch {
	case e.genesisChain == "":
		return finding{verdictWarn, "chain id", "not compared", "the genesis can't be read", "see to the genesis first"}
	case configured == "":
		return finding{
			verdictWarn, "chain id", "client.toml names no chain", "commands would need --chain-id each time",
			fmt.Sprintf("write chain-id = %q in client.toml", e.genesisChain),
		}
	case configured != e.genesisChain:
		return finding{
			verdictFail, "chain id", fmt.Sprintf("client.toml says %q, the genesis %q", configured, e.genesisChain),
			"what you sign would be for another chain", fmt.Sprintf("write chain-id = %q in client.toml", e.genesisChain),
		}
	default:
		return fine("chain id", "%s in client.toml and in the genesis", configured)
	}
}

// checkConsensusKey looks at the key and at the record of what it signed last.
func (e *examination) checkConsensusKey() []finding {
	if e.comet.PrivValidatorListenAddr != "" {
		return []finding{fine("consensus key", "a remote signer at %s holds it; not checked from here", e.comet.PrivValidatorListenAddr)}
	}
	path := e.comet.PrivValidatorKeyFile()
	var key privval.FilePVKey
	if f, ok := readSecret("consensus key", path, &key); !ok {
		return []finding{f}
	}
	if key.PrivKey == nil || key.PubKey == nil || !key.PrivKey.PubKey().Equals(key.PubKey) {
		return []finding{{
			verdictFail, "consensus key", path + " holds no key, or two that don't belong together",
			"the node could not sign", "restore it from your backup: docs/operate/lost-key.md",
		}}
	}
	findings := []finding{checkSecretMode("consensus key", path, fmt.Sprintf("address %s", key.PubKey.Address()))}

	statePath := e.comet.PrivValidatorStateFile()
	raw, err := os.ReadFile(statePath)
	var state privval.FilePVLastSignState
	if err == nil {
		err = cmtjson.Unmarshal(raw, &state)
	}
	switch {
	case errors.Is(err, fs.ErrNotExist):
		findings = append(findings, finding{
			verdictFail, "last signature", statePath + " is missing",
			"without it the node could sign a height twice and lose its seat", "restore the newest copy; only a key that never signed may begin with that of a fresh `coopd init`",
		})
	case err != nil:
		findings = append(findings, finding{
			verdictFail, "last signature", statePath + " can't be read", err.Error(),
			"restore the newest copy, never an old one: docs/operate/lost-key.md",
		})
	default:
		findings = append(findings, fine("last signature", "height %d; never restore an older file", state.Height))
	}
	return findings
}

func (e *examination) checkNodeKey() finding {
	path := e.comet.NodeKeyFile()
	var key p2p.NodeKey
	if f, ok := readSecret("node key", path, &key); !ok {
		return f
	}
	if key.PrivKey == nil {
		return finding{verdictFail, "node key", path + " holds no key", "peers could not know the node", "delete the file and run `coopd start`, which makes a new one; tell your peers its id"}
	}
	return checkSecretMode("node key", path, fmt.Sprintf("node id %s", key.ID()))
}

func readSecret(check, path string, into any) (finding, bool) {
	raw, err := os.ReadFile(path)
	if err == nil {
		err = cmtjson.Unmarshal(raw, into)
	}
	if err != nil {
		return finding{verdictFail, check, path + " can't be read", err.Error(), "restore it from your backup, or correct its owner with chown"}, false
	}
	return finding{}, true
}

func checkSecretMode(check, path, found string) finding {
	info, err := os.Stat(path)
	if err != nil {
		return finding{verdictFail, check, path + " can't be read", err.Error(), "restore it from your backup"}
	}
	if mode := info.Mode().Perm(); mode&0o077 != 0 {
		return finding{
			verdictFail, check, fmt.Sprintf("%s has the mode %04o", path, mode),
			"others on this machine can read or change the key", "chmod 600 " + path,
		}
	}
	return fine(check, "%s, mode %04o", found, info.Mode().Perm())
}

func (e *examination) checkKeyring() finding {
	backend := e.client.GetString(flags.FlagKeyringBackend)
	if backend == "test" {
		verdict, why := verdictFail, "its keys lie unprotected on the disk"
		if e.isLocal() {
			verdict, why = verdictWarn, why+"; that is only right for a local network, which this seems to be"
		}
		return finding{verdict, "keyring", "the keyring is `test`", why, "write keyring-backend = \"os\" (or \"file\") in client.toml, and make new keys"}
	}
	if info, err := os.Stat(filepath.Join(e.home, "keyring-file")); err == nil && info.Mode().Perm()&0o077 != 0 {
		return finding{
			verdictFail, "keyring", fmt.Sprintf("%s has the mode %04o", filepath.Join(e.home, "keyring-file"), info.Mode().Perm()),
			"others on this machine can read it", "chmod 700 " + filepath.Join(e.home, "keyring-file"),
		}
	}
	return fine("keyring", "the keyring is %q", backend)
}

func (e *examination) checkDoubleSignHeight() finding {
	if looks := e.comet.Consensus.DoubleSignCheckHeight; looks > 0 {
		return fine("double-signing", "a start looks %d blocks back for a signature of its own", looks)
	}
	return finding{
		verdictWarn, "double-signing", "consensus.double_sign_check_height is 0",
		"a second node with the same key would not be noticed at a start, and the seat would be lost",
		"set it to 10 in config.toml; 0 is right only while a chain wakes whose validators were all stopped: docs/operate/height-stalled.md",
	}
}

// checkBounds: settings whose defaults elsewhere mean unbounded.
func (e *examination) checkBounds() []finding {
	var findings []finding
	if e.settings.GetInt(server.FlagMempoolMaxTxs) < 1 {
		findings = append(findings, finding{
			verdictFail, "mempool", fmt.Sprintf("mempool.max-txs in app.toml is %d", e.settings.GetInt(server.FlagMempoolMaxTxs)),
			"without a bound the node also accepts any block that is proposed", "set it to 20000",
		})
	}
	if e.settings.GetUint64(server.FlagQueryGasLimit) == 0 {
		findings = append(findings, finding{verdictWarn, "query gas", "query-gas-limit in app.toml is 0", "one query could keep the node busy for ever", "set it to 50000000"})
	}
	if len(findings) == 0 {
		findings = append(findings, fine("bounds", "mempool and queries are bounded"))
	}
	return findings
}
