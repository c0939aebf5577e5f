package app

import (
	"os"
	"sync"

	"github.com/cosmos/gogoproto/proto"

	"github.com/cosmos/cosmos-sdk/client"
	"github.com/cosmos/cosmos-sdk/codec"
	addresscodec "github.com/cosmos/cosmos-sdk/codec/address"
	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	"github.com/cosmos/cosmos-sdk/std"
	sdk "github.com/cosmos/cosmos-sdk/types"
	authtx "github.com/cosmos/cosmos-sdk/x/auth/tx"
	"github.com/cosmos/cosmos-sdk/x/tx/signing"
)

// Bech32Prefix begins every address of the ledger.
const Bech32Prefix = "coop"

// setAddressPrefix tells the SDK's one global about it; parts of the SDK still
// write addresses through it. Without a scope the SDK asks the system for the
// host and the executable each time it looks that global up, which is with
// every address it reads: 4 µs, a dozen times a transaction.
var setAddressPrefix = sync.OnceFunc(func() {
	// deterministic: the scope only names a lookup in memory
	if os.Getenv(sdk.EnvConfigScope) == "" {
		_ = os.Setenv(sdk.EnvConfigScope, Name) // it fails on malformed names only
	}
	config := sdk.GetConfig()
	config.SetBech32PrefixForAccount(Bech32Prefix, Bech32Prefix+"pub")
	config.SetBech32PrefixForValidator(Bech32Prefix+"valoper", Bech32Prefix+"valoperpub")
	config.SetBech32PrefixForConsensusNode(Bech32Prefix+"valcons", Bech32Prefix+"valconspub")
	config.Seal()
})

// protoFiles are all that are linked in, each with all that it imports. The SDK's own
// resolver puts an empty type where a file imports one that is registered after it, and
// what is of such a type is then in no text that a wallet signs.
var protoFiles = sync.OnceValues(proto.MergedRegistry)

// Encoding is how this ledger turns transactions and state into bytes.
type Encoding struct {
	Codec    codec.Codec
	Amino    *codec.LegacyAmino
	TxConfig client.TxConfig
}

// NewEncoding knows the SDK's own types; New adds those of the modules.
func NewEncoding() (Encoding, error) {
	setAddressPrefix()
	files, err := protoFiles()
	if err != nil {
		return Encoding{}, err
	}
	signs := signing.Options{
		FileResolver:          files,
		AddressCodec:          addresscodec.NewBech32Codec(Bech32Prefix),
		ValidatorAddressCodec: addresscodec.NewBech32Codec(Bech32Prefix + "valoper"),
	}
	registry, err := codectypes.NewInterfaceRegistryWithOptions(codectypes.InterfaceRegistryOptions{ProtoFiles: files, SigningOptions: signs})
	if err != nil {
		return Encoding{}, err
	}
	amino := codec.NewLegacyAmino()
	std.RegisterInterfaces(registry)
	std.RegisterLegacyAminoCodec(amino)
	cdc := codec.NewProtoCodec(registry)
	config, err := authtx.NewTxConfigWithOptions(cdc, authtx.ConfigOptions{
		EnabledSignModes: authtx.DefaultSignModes, SigningOptions: &signs, SigningContext: registry.SigningContext(),
	})
	return Encoding{Codec: cdc, Amino: amino, TxConfig: config}, err
}
