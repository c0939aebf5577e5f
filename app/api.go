package app

import (
	// deterministic: serves REST only, no block passes here
	"net/http"

	"github.com/cosmos/cosmos-sdk/client"
	"github.com/cosmos/cosmos-sdk/client/grpc/cmtservice"
	nodeservice "github.com/cosmos/cosmos-sdk/client/grpc/node"
	"github.com/cosmos/cosmos-sdk/server"
	"github.com/cosmos/cosmos-sdk/server/api"
	serverconfig "github.com/cosmos/cosmos-sdk/server/config"
	authtx "github.com/cosmos/cosmos-sdk/x/auth/tx"

	"github.com/coopledger/coopledger/docs/reference/openapi"
)

// RegisterAPIRoutes answers REST on the routes of openapi.json, which it serves too.
func (app *App) RegisterAPIRoutes(apiServer *api.Server, _ serverconfig.APIConfig) {
	ctx, router := apiServer.ClientCtx, apiServer.GRPCGatewayRouter
	authtx.RegisterGRPCGatewayRoutes(ctx, router)
	cmtservice.RegisterGRPCGatewayRoutes(ctx, router)
	nodeservice.RegisterGRPCGatewayRoutes(ctx, router)
	app.basics.RegisterGRPCGatewayRoutes(ctx, router)
	apiServer.Router.HandleFunc("/openapi.json", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write(openapi.Document)
	})
}

// RegisterTxService answers questions about transactions and takes new ones.
func (app *App) RegisterTxService(ctx client.Context) {
	authtx.RegisterTxService(app.GRPCQueryRouter(), ctx, app.Simulate, app.encoding.Codec.InterfaceRegistry())
}

// RegisterTendermintService answers questions about blocks and validators.
func (app *App) RegisterTendermintService(ctx client.Context) {
	wrapped := server.NewCometABCIWrapper(app)
	cmtservice.RegisterTendermintService(ctx, app.GRPCQueryRouter(), app.encoding.Codec.InterfaceRegistry(), wrapped.Query)
}

// RegisterNodeService answers questions about this node.
func (app *App) RegisterNodeService(ctx client.Context, config serverconfig.Config) {
	nodeservice.RegisterNodeService(ctx, app.GRPCQueryRouter(), config, func() int64 {
		return app.CommitMultiStore().EarliestVersion()
	})
}
