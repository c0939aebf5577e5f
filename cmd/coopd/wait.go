package main

import (
	"context"
	"fmt"
	"time"

	coretypes "github.com/cometbft/cometbft/rpc/core/types"
	cmttypes "github.com/cometbft/cometbft/types"
	"github.com/spf13/cobra"

	"github.com/cosmos/cosmos-sdk/client"
	"github.com/cosmos/cosmos-sdk/client/flags"
)

const (
	// flagWait bounds how long a sent transaction is waited for.
	flagWait = "wait"
	// defaultWait is some blocks; 0 returns as soon as the node has taken it.
	defaultWait = 20 * time.Second
	// pollInterval between two looks for the transaction.
	pollInterval = 300 * time.Millisecond
)

// waitingClient sends a transaction and waits for the block it is in, so that
// who sends it learns what the ledger decided and not only that a node took it.
type waitingClient struct {
	client.CometRPC
	patience time.Duration
	// node is asked what the transaction made.
	node   client.Context
	result *result
}

// result of the transaction that this command sent.
type result struct {
	// refusal is why the ledger refused it, if it did.
	refusal error
	// outcome says what it made and what comes next, if there is something to say.
	outcome string
}

// BroadcastTxSync returns the code, log and data of the block's result. If the
// transaction is in no block in time, it returns what the node said.
func (c waitingClient) BroadcastTxSync(ctx context.Context, tx cmttypes.Tx) (*coretypes.ResultBroadcastTx, error) {
	sent, err := c.CometRPC.BroadcastTxSync(ctx, tx)
	if err != nil {
		return sent, err
	}
	if sent.Code == 0 {
		sent = c.await(ctx, tx, sent)
	}
	if sent.Code != 0 {
		c.result.refusal = fmt.Errorf("refused: %s", sent.Log)
	}
	return sent, nil
}

func (c waitingClient) await(ctx context.Context, tx cmttypes.Tx, sent *coretypes.ResultBroadcastTx) *coretypes.ResultBroadcastTx {
	for deadline := time.Now().Add(c.patience); time.Now().Before(deadline); time.Sleep(pollInterval) {
		found, err := c.Tx(ctx, sent.Hash, false)
		if err != nil {
			continue
		}
		if found.TxResult.Code == 0 {
			c.result.outcome = outcomeOf(ctx, c.node, tx, found.TxResult.Data)
		}
		return &coretypes.ResultBroadcastTx{
			Code: found.TxResult.Code, Codespace: found.TxResult.Codespace,
			Data: found.TxResult.Data, Log: found.TxResult.Log, Hash: sent.Hash,
		}
	}
	sent.Log = fmt.Sprintf("the node took it, but it was in no block within %s; look again with: coopd q tx %X", c.patience, sent.Hash)
	return sent
}

// sentTx is what came of this command's transaction, if it sends one and waits.
var sentTx result

// waitForBlock makes a transaction's command wait. It must run after the
// command's context is set.
func waitForBlock(cmd *cobra.Command) error {
	patience, err := cmd.Flags().GetDuration(flagWait)
	if err != nil || patience <= 0 || cmd.Flags().Lookup(flags.FlagBroadcastMode) == nil {
		return nil //nolint:nilerr // the command sends nothing
	}
	ctx := client.GetClientContextFromCmd(cmd)
	node, err := nodeAddress(cmd)
	if err != nil {
		return err
	}
	rpc, err := client.NewClientFromNode(node)
	if err != nil {
		return fmt.Errorf("the node at %s can't be used: %w", node, err)
	}
	// A flag that counts as changed would make the SDK put its own client in.
	cmd.Flags().Lookup(flags.FlagNode).Changed = false
	ctx = ctx.WithNodeURI(node).WithClient(waitingClient{CometRPC: rpc, patience: patience, node: ctx.WithClient(rpc), result: &sentTx})
	return client.SetCmdClientContext(cmd, ctx)
}
