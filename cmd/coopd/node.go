package main

import (
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/cosmos/cosmos-sdk/client"
	"github.com/cosmos/cosmos-sdk/client/flags"
	"github.com/cosmos/cosmos-sdk/codec"
)

func addNodeFlag(cmd *cobra.Command) {
	cmd.Flags().String(flags.FlagNode, "tcp://localhost:26657", "node to ask about what is on the ledger; left out: that of the home's client.toml")
}

// nodeAddress is what --node says, or else the home's client.toml, as for the
// commands of the modules.
func nodeAddress(cmd *cobra.Command) (string, error) {
	node, err := cmd.Flags().GetString(flags.FlagNode)
	if err != nil || cmd.Flags().Changed(flags.FlagNode) {
		return node, err
	}
	if configured := client.GetClientContextFromCmd(cmd).NodeURI; configured != "" {
		return configured, nil
	}
	return node, nil
}

// nodeContext asks a node, and needs nothing else of a home.
func nodeContext(cmd *cobra.Command, cdc codec.Codec) (client.Context, error) {
	if cdc == nil {
		return client.Context{}, errors.New("there is no ledger to ask")
	}
	node, err := nodeAddress(cmd)
	if err != nil {
		return client.Context{}, err
	}
	rpc, err := client.NewClientFromNode(node)
	if err != nil {
		return client.Context{}, fmt.Errorf("%q is not the address of a node: %w", node, err)
	}
	return client.Context{}.WithCodec(cdc).WithInterfaceRegistry(cdc.InterfaceRegistry()).WithClient(rpc).WithCmdContext(cmd.Context()), nil
}
