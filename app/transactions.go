package app

import (
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"

	"github.com/coopledger/coopledger/app/ante"
	"github.com/coopledger/coopledger/app/lanes"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
	validatorstypes "github.com/coopledger/coopledger/x/validators/types"
)

// wireTransactions decides who may send a transaction, in which lane it waits
// and how a block is made of them.
func (app *App) wireTransactions(options Options) error {
	pool := lanes.NewPool(options.MempoolMaxTxs)
	handler, err := ante.NewHandler(ante.Options{
		Accounts: ante.Accounts{
			Keeper: app.keepers.Account,
			Store:  app.stores.service(authtypes.StoreKey),
			Keys:   app.encoding.Codec.InterfaceRegistry(),
		},
		Bank:       app.keepers.Bank,
		Chain:      app.keepers.Chain,
		Places:     places{app.keepers},
		SignModes:  app.encoding.TxConfig.SignModeHandler(),
		Verified:   app.verified,
		FeeAccount: membershiptypes.CoopAccount(membershiptypes.RootCoopID),
		OperatorMessages: []string{
			url(&validatorstypes.MsgUnjail{}),
			url(&validatorstypes.MsgRotateKey{}),
		},
		Breaker: app.keepers.Governance,
		Room:    pool,
	})
	if err != nil {
		return err
	}
	app.SetAnteHandler(handler)
	app.SetMempool(pool)
	proposals := lanes.NewProposals(pool, app)
	app.SetPrepareProposal(proposals.Prepare)
	app.SetProcessProposal(proposals.Process)
	return nil
}
