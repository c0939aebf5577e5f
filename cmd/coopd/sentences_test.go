package main

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/require"
)

// A command that does not exist is a failure, in a group of commands too.
func TestUnknownSubcommandIsRefused(t *testing.T) {
	root, err := rootOnce()
	require.NoError(t, err)
	for _, name := range []string{"network", "charter", "audit", "restart", "query", "tx"} {
		group, _, err := root.Find([]string{name})
		require.NoError(t, err)
		require.ErrorContains(t, group.RunE(group, []string{"frobnicate"}), `unknown command "frobnicate"`, name)
	}
}

func TestPlainly(t *testing.T) {
	cases := []struct{ name, err, want string }{
		{
			"success - a node's refusal without what gRPC and the SDK put around it",
			`rpc error: code = NotFound desc = no resolution has the id 9; list a co-op's with: coopd q governance resolutions COOP: no such resolution: key not found`,
			`no resolution has the id 9; list a co-op's with: coopd q governance resolutions COOP: no such resolution`,
		},
		{
			"success - no number",
			`invalid argument "abc" for "--0" flag: strconv.ParseUint: parsing "abc": invalid syntax`,
			`"abc" is not a number: members and resolutions are named by number; see --help`,
		},
		{
			"success - no such key",
			`failed to convert address field to address: zoe.info: key not found [cosmos/cosmos-sdk@v0.55.0/crypto/keyring/keyring.go:549]`,
			`there is no key called "zoe" here: coopd keys list shows those there are, with the same --home and --keyring-backend`,
		},
		{
			"success - no node",
			`post failed: Post "http://127.0.0.1:1": dial tcp 127.0.0.1:1: connect: connection refused`,
			`no node answers at 127.0.0.1:1: start it, or name another with --node (the default is in client.toml)`,
		},
		{
			"success - too few words",
			`accepts 2 arg(s), received 1`,
			`accepts 2 arg(s), received 1: the same command with --help says which`,
		},
		{
			"success - a refusal in a block",
			`refused: failed to execute message; message index: 0: the title is empty; say in one line what is to be decided`,
			`refused: the title is empty; say in one line what is to be decided`,
		},
		{
			"success - where in the code a refusal was made",
			`hours.csv: there is no column class: not usable records of patronage [cosmossdk.io/errors@v1.1.0/errors.go:165]`,
			`hours.csv: there is no column class: not usable records of patronage`,
		},
		{
			"success - a sentence of our own stays",
			`refused: "block" is not a choice on resolution 1; vote yes, no or abstain: not a choice here`,
			`refused: "block" is not a choice on resolution 1; vote yes, no or abstain: not a choice here`,
		},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			require.Equal(t, c.want, plainly(errors.New(c.err)))
		})
	}
}
