package app

import (
	"encoding/json"
	"fmt"
	"time"

	cmttypes "github.com/cometbft/cometbft/types"

	cryptocodec "github.com/cosmos/cosmos-sdk/crypto/codec"
	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/cosmos/cosmos-sdk/version"
	genutiltypes "github.com/cosmos/cosmos-sdk/x/genutil/types"

	validatorstypes "github.com/coopledger/coopledger/x/validators/types"
)

// Export is the whole state at the loaded height, as a genesis that continues
// the chain from the next one. Unlike the SDK's own export it keeps all
// consensus parameters. Exporting what was imported gives the same bytes.
func (app *App) Export(chainID string, genesisTime time.Time) (*genutiltypes.AppGenesis, error) {
	ctx := app.NewContext(true).
		WithBlockHeight(app.LastBlockHeight()).
		WithChainID(chainID)
	return app.export(ctx, chainID, genesisTime, app.LastBlockHeight()+1)
}

// ExportGenesis is the state right after InitChain, before the first block; an
// import is checked by it.
func (app *App) ExportGenesis(chainID string, genesisTime time.Time, initialHeight int64) (*genutiltypes.AppGenesis, error) {
	ctx := app.NewContext(false).WithChainID(chainID).WithBlockHeight(initialHeight - 1)
	return app.export(ctx, chainID, genesisTime, initialHeight)
}

func (app *App) export(ctx sdk.Context, chainID string, genesisTime time.Time, initialHeight int64) (*genutiltypes.AppGenesis, error) {
	state, err := app.modules.ExportGenesis(ctx, app.encoding.Codec)
	if err != nil {
		return nil, fmt.Errorf("the modules' state can't be exported: %w", err)
	}
	stateJSON, err := json.Marshal(state)
	if err != nil {
		return nil, err
	}
	stored, err := app.keepers.Consensus.ParamsStore.Get(ctx)
	if err != nil {
		return nil, fmt.Errorf("consensus parameters can't be read: %w", err)
	}
	params := cmttypes.ConsensusParamsFromProto(stored)
	seats, err := app.SigningSeats(ctx)
	if err != nil {
		return nil, err
	}
	return &genutiltypes.AppGenesis{
		AppName:       Name,
		AppVersion:    version.Version,
		GenesisTime:   genesisTime.UTC(),
		ChainID:       chainID,
		InitialHeight: initialHeight,
		AppState:      stateJSON,
		Consensus:     &genutiltypes.ConsensusGenesis{Validators: seats, Params: &params},
	}, nil
}

// SigningSeats are the seats with consensus power, as CometBFT's genesis has them.
func (app *App) SigningSeats(ctx sdk.Context) ([]cmttypes.GenesisValidator, error) {
	seats, err := app.keepers.Validators.SigningSeats(ctx)
	if err != nil {
		return nil, err
	}
	signing := make([]cmttypes.GenesisValidator, 0, len(seats))
	for _, seat := range seats {
		key, err := seat.Key()
		if err != nil {
			return nil, err
		}
		converted, err := cryptocodec.ToCmtPubKeyInterface(key)
		if err != nil {
			return nil, err
		}
		signing = append(signing, cmttypes.GenesisValidator{
			Address: converted.Address(), PubKey: converted, Power: validatorstypes.SeatPower, Name: seat.Moniker,
		})
	}
	return signing, nil
}
