package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"os/signal"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/coopledger/coopledger/offchain/network"
	chaintypes "github.com/coopledger/coopledger/x/chain/types"
)

const (
	// faucetGas is what sending coins takes, and to spare.
	faucetGas = 200_000
	// faucetHeaderTimeout ends requests that never begin.
	faucetHeaderTimeout = 10 * time.Second
)

// networkFaucetCommand is what `network up` runs if config.yml has a faucet.
func networkFaucetCommand(defaults network.Defaults) *cobra.Command {
	return &cobra.Command{
		Use:   "faucet",
		Short: "Give coins of the config's account to whoever asks, on 127.0.0.1",
		Long: `Give coins of the account that config.yml names under "faucet" to whoever asks, on
127.0.0.1, until Ctrl-C. "coopd network up" starts it and "coopd network down" ends it.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			n, err := openNetwork(cmd, defaults)
			if err != nil {
				return err
			}
			if n.Faucet == nil {
				return fmt.Errorf("the network in %s has no faucet; give its config.yml the key \"faucet\" and make it anew", n.Home)
			}
			ctx, stop := signal.NotifyContext(cmd.Context(), os.Interrupt, syscall.SIGTERM)
			defer stop()
			return serveFaucet(ctx, n)
		},
	}
}

func serveFaucet(ctx context.Context, n *network.Network) error {
	binary, err := os.Executable()
	if err != nil {
		return err
	}
	faucet, err := network.NewFaucet(*n.Faucet, n.ChainID, sender{binary, n}.send, time.Now)
	if err != nil {
		return err
	}
	server := &http.Server{Addr: n.Faucet.Listen, Handler: faucet, ReadHeaderTimeout: faucetHeaderTimeout}
	go func() {
		<-ctx.Done()
		_ = server.Shutdown(context.WithoutCancel(ctx))
	}()
	if err := server.ListenAndServe(); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}

// sender sends coins as a user would: by this program's own commands.
type sender struct {
	binary string
	n      *network.Network
}

func (s sender) send(ctx context.Context, address string, coins sdk.Coins) (string, error) {
	fee, err := s.fee(ctx)
	if err != nil {
		return "", err
	}
	arguments := []string{"tx", "bank", "send", s.n.Faucet.Account, address, coins.String(), "--gas", fmt.Sprint(faucetGas), "--yes"}
	if !fee.IsZero() {
		arguments = append(arguments, "--fees", fee.String())
	}
	var receipt struct {
		TxHash string `json:"txhash"`
		Code   uint32 `json:"code"`
		RawLog string `json:"raw_log"`
	}
	if err := s.ask(ctx, &receipt, arguments...); err != nil {
		return "", err
	}
	if receipt.Code != 0 {
		return "", errors.New(receipt.RawLog)
	}
	return receipt.TxHash, nil
}

// fee is the least in the first denom that the ledger takes.
func (s sender) fee(ctx context.Context) (sdk.Coin, error) {
	var answer struct {
		Params struct {
			MinFees []chaintypes.MinFee `json:"min_fees"`
		} `json:"params"`
	}
	if err := s.ask(ctx, &answer, "query", "chain", "params"); err != nil || len(answer.Params.MinFees) == 0 {
		return sdk.Coin{Amount: math.ZeroInt()}, err
	}
	least := answer.Params.MinFees[0]
	return sdk.NewCoin(least.Denom, least.For(faucetGas)), nil
}

func (s sender) ask(ctx context.Context, into any, arguments ...string) error {
	command := exec.CommandContext(ctx, s.binary, append(arguments, "--home", s.n.ClientHome, "--output", "json")...)
	text, err := command.Output()
	var failed *exec.ExitError
	if errors.As(err, &failed) {
		return fmt.Errorf("%s", failed.Stderr)
	}
	if err != nil {
		return err
	}
	return json.Unmarshal(text, into)
}
