package main

import (
	"context"
	"testing"

	"github.com/spf13/cobra"
	"github.com/stretchr/testify/require"

	"github.com/cosmos/cosmos-sdk/client"
)

func TestNodeAddress(t *testing.T) {
	for _, tc := range []struct {
		name, home string
		arguments  []string
		want       string
	}{
		{"success - that of the home", "tcp://127.0.0.1:23001", nil, "tcp://127.0.0.1:23001"},
		{"success - the flag comes first", "tcp://127.0.0.1:23001", []string{"--node", "tcp://127.0.0.1:1"}, "tcp://127.0.0.1:1"},
		{"success - no home", "", nil, "tcp://localhost:26657"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			var got string
			cmd := &cobra.Command{Use: "ask", RunE: func(cmd *cobra.Command, _ []string) (err error) {
				got, err = nodeAddress(cmd)
				return err
			}}
			addNodeFlag(cmd)
			cmd.SetArgs(tc.arguments)
			ctx := client.Context{NodeURI: tc.home}
			require.NoError(t, cmd.ExecuteContext(context.WithValue(t.Context(), client.ClientContextKey, &ctx)))
			require.Equal(t, tc.want, got)
		})
	}
}
