package app

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
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
// WriteExport needs less memory.
func (app *App) Export(chainID string, genesisTime time.Time) (*genutiltypes.AppGenesis, error) {
	return app.export(app.exportContext(chainID), chainID, genesisTime, app.LastBlockHeight()+1)
}

// ExportGenesis is the state right after InitChain, before the first block; an
// import is checked by it.
func (app *App) ExportGenesis(chainID string, genesisTime time.Time, initialHeight int64) (*genutiltypes.AppGenesis, error) {
	ctx := app.NewContext(false).WithChainID(chainID).WithBlockHeight(initialHeight - 1)
	return app.export(ctx, chainID, genesisTime, initialHeight)
}

// statePlace stands for the modules' state until it is written.
const statePlace = `"the modules' state"`

// WriteExport writes what Export returns as indented JSON, one module after the
// other in the order of their names, so that no two modules' states are in memory
// at a time.
func (app *App) WriteExport(out io.Writer, chainID string, genesisTime time.Time) error {
	ctx := app.exportContext(chainID)
	genesis, err := app.genesisAround(ctx, json.RawMessage(statePlace), chainID, genesisTime, app.LastBlockHeight()+1)
	if err != nil {
		return err
	}
	around, err := json.MarshalIndent(genesis, "", "  ")
	if err != nil {
		return err
	}
	before, after, found := bytes.Cut(around, []byte(statePlace))
	if !found {
		return errors.New("the genesis has no place for the modules' state")
	}
	if _, err := out.Write(before); err != nil {
		return err
	}
	separator := "{"
	for _, name := range slices.Sorted(slices.Values(app.modules.OrderExportGenesis)) {
		state, err := app.modules.ExportGenesisForModules(ctx, app.encoding.Codec, []string{name})
		if err != nil {
			return fmt.Errorf("the state of module %s can't be exported: %w", name, err)
		}
		if state[name] == nil {
			continue
		}
		text, err := json.MarshalIndent(state[name], "    ", "  ")
		if err != nil {
			return err
		}
		if _, err := fmt.Fprintf(out, "%s\n    %q: %s", separator, name, text); err != nil {
			return err
		}
		separator = ","
	}
	_, err = fmt.Fprintf(out, "\n  }%s\n", after)
	return err
}

func (app *App) exportContext(chainID string) sdk.Context {
	return app.NewContext(true).WithBlockHeight(app.LastBlockHeight()).WithChainID(chainID)
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
	return app.genesisAround(ctx, stateJSON, chainID, genesisTime, initialHeight)
}

// genesisAround is all of a genesis but the modules' state, which is given.
func (app *App) genesisAround(
	ctx sdk.Context, state json.RawMessage, chainID string, genesisTime time.Time, initialHeight int64,
) (*genutiltypes.AppGenesis, error) {
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
		AppState:      state,
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
