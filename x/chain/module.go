// Package chain is what the chain knows about itself: its time, the work it
// does in a block, who may use it for free, and its limits and upgrades.
package chain

import (
	"context"
	"encoding/json"
	"fmt"

	gwruntime "github.com/grpc-ecosystem/grpc-gateway/runtime"
	"google.golang.org/grpc"

	"cosmossdk.io/core/appmodule"

	"github.com/cosmos/cosmos-sdk/client"
	"github.com/cosmos/cosmos-sdk/codec"
	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/cosmos/cosmos-sdk/types/module"

	"github.com/coopledger/coopledger/x/chain/keeper"
	"github.com/coopledger/coopledger/x/chain/types"
)

var (
	_ module.AppModule           = AppModule{}
	_ module.HasGenesis          = AppModule{}
	_ module.HasConsensusVersion = AppModule{}
	_ appmodule.HasServices      = AppModule{}
	_ appmodule.HasBeginBlocker  = AppModule{}
)

// ConsensusVersion counts the state-breaking changes of the module.
const ConsensusVersion = 1

// AppModule joins x/chain to the node.
type AppModule struct {
	cdc    codec.Codec
	keeper *keeper.Keeper
	coops  types.CoopNames
}

// NewAppModule returns the module. Its begin blocker goes before all others.
// Its queries find co-ops by the names that coops knows.
func NewAppModule(cdc codec.Codec, keeper *keeper.Keeper, coops types.CoopNames) AppModule {
	return AppModule{cdc: cdc, keeper: keeper, coops: coops}
}

// IsAppModule marks the type as a module.
func (AppModule) IsAppModule() {}

// IsOnePerModuleType marks the module as one of its kind.
func (AppModule) IsOnePerModuleType() {}

// Name returns the module's name.
func (AppModule) Name() string { return types.ModuleName }

// ConsensusVersion returns the version of the module's state.
func (AppModule) ConsensusVersion() uint64 { return ConsensusVersion }

// RegisterLegacyAminoCodec registers the messages' names for amino JSON.
func (AppModule) RegisterLegacyAminoCodec(cdc *codec.LegacyAmino) {
	types.RegisterLegacyAminoCodec(cdc)
}

// RegisterInterfaces registers the messages.
func (AppModule) RegisterInterfaces(registry codectypes.InterfaceRegistry) {
	types.RegisterInterfaces(registry)
}

// RegisterGRPCGatewayRoutes registers the queries' REST routes.
func (AppModule) RegisterGRPCGatewayRoutes(clientCtx client.Context, mux *gwruntime.ServeMux) {
	if err := types.RegisterQueryHandlerClient(context.Background(), mux, types.NewQueryClient(clientCtx)); err != nil {
		panic(err)
	}
}

// RegisterServices registers messages and queries.
func (am AppModule) RegisterServices(registrar grpc.ServiceRegistrar) error {
	types.RegisterMsgServer(registrar, keeper.NewMsgServer(am.keeper))
	types.RegisterQueryServer(registrar, keeper.NewQueryServer(am.keeper, am.coops))
	return nil
}

// DefaultGenesis returns the state of a new chain.
func (AppModule) DefaultGenesis(cdc codec.JSONCodec) json.RawMessage {
	return cdc.MustMarshalJSON(types.DefaultGenesis())
}

// ValidateGenesis checks a genesis state without a store.
func (AppModule) ValidateGenesis(cdc codec.JSONCodec, _ client.TxEncodingConfig, raw json.RawMessage) error {
	var genesis types.GenesisState
	if err := cdc.UnmarshalJSON(raw, &genesis); err != nil {
		return fmt.Errorf("genesis of x/%s can't be read: %w", types.ModuleName, err)
	}
	return genesis.Validate()
}

// InitGenesis stores the genesis state; a bad one stops the start.
func (am AppModule) InitGenesis(ctx sdk.Context, cdc codec.JSONCodec, raw json.RawMessage) {
	var genesis types.GenesisState
	cdc.MustUnmarshalJSON(raw, &genesis)
	if err := am.keeper.InitGenesis(ctx, genesis); err != nil {
		panic(err)
	}
}

// ExportGenesis returns the whole state.
func (am AppModule) ExportGenesis(ctx sdk.Context, cdc codec.JSONCodec) json.RawMessage {
	genesis, err := am.keeper.ExportGenesis(ctx)
	if err != nil {
		panic(err)
	}
	return cdc.MustMarshalJSON(genesis)
}

// BeginBlock advances the clock.
func (am AppModule) BeginBlock(ctx context.Context) error { return am.keeper.BeginBlock(ctx) }
