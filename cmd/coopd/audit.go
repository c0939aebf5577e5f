package main

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strconv"

	rpcclient "github.com/cometbft/cometbft/rpc/client"
	"github.com/spf13/cobra"

	"github.com/cosmos/cosmos-sdk/client"
	"github.com/cosmos/cosmos-sdk/client/flags"

	"github.com/coopledger/coopledger/offchain/audit"
)

const flagAppHash = "app-hash"

// auditCommand checks what a node says instead of believing it.
func auditCommand() *cobra.Command {
	cmd := &cobra.Command{Use: "audit", Short: "Check what a node says, by proof"}
	cmd.AddCommand(auditBallotCommand())
	return cmd
}

func auditBallotCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "ballot RESOLUTION_ID MEMBER_ID",
		Short: "Prove how a member voted, or that it did not",
		Long: `Prove how a member voted, or that it did not, against the app hash of a height.

The app hash is in the header of the next height, signed by the validators. It is
asked of the same node unless you give one that you trust with --app-hash, and
its --height with it. The answer is JSON. "against" is a no or a block; "no ballot"
is also what is proved of a resolution or a member that does not exist.`,
		Args: cobra.ExactArgs(2),
		RunE: auditBallot,
	}
	flags.AddQueryFlagsToCmd(cmd)
	cmd.Flags().String(flagAppHash, "", "app hash of the height, in hexadecimal, from somebody you trust")
	return cmd
}

func auditBallot(cmd *cobra.Command, args []string) error {
	ctx, err := client.GetClientQueryContext(cmd)
	if err != nil {
		return err
	}
	resolution, err := strconv.ParseUint(args[0], 10, 64)
	if err != nil {
		return fmt.Errorf("%q is not the number of a resolution", args[0])
	}
	member, err := strconv.ParseUint(args[1], 10, 64)
	if err != nil {
		return fmt.Errorf("%q is not the number of a member", args[1])
	}
	height, appHash, err := trusted(cmd, ctx)
	if err != nil {
		return err
	}
	node, err := ctx.GetNode()
	if err != nil {
		return err
	}
	answer, err := node.ABCIQueryWithOptions(cmd.Context(), "/store/governance/key", audit.BallotKey(resolution, member),
		rpcclient.ABCIQueryOptions{Height: height, Prove: true})
	if err != nil {
		return err
	}
	if answer.Response.Code != 0 {
		return fmt.Errorf("the node has no proof at height %d: %s", height, answer.Response.Log)
	}
	choice, err := audit.VerifyBallot(appHash, resolution, member, answer.Response.Value, answer.Response.ProofOps)
	if err != nil {
		return err
	}
	return json.NewEncoder(cmd.OutOrStdout()).Encode(map[string]any{
		"resolution_id": resolution,
		"member_id":     member,
		"ballot":        choice.String(),
		"height":        height,
		"app_hash":      hex.EncodeToString(appHash),
	})
}

// trusted is the height to look at and its app hash.
func trusted(cmd *cobra.Command, ctx client.Context) (int64, []byte, error) {
	node, err := ctx.GetNode()
	if err != nil {
		return 0, nil, err
	}
	height := ctx.Height
	if height == 0 {
		status, err := node.Status(cmd.Context())
		if err != nil {
			return 0, nil, err
		}
		height = status.SyncInfo.LatestBlockHeight - 1
	}
	if text, _ := cmd.Flags().GetString(flagAppHash); text != "" {
		appHash, err := hex.DecodeString(text)
		if err != nil || len(appHash) != sha256.Size {
			return 0, nil, fmt.Errorf("--app-hash %q is no app hash: it has 64 hexadecimal digits, as in the header of the next height", text)
		}
		if ctx.Height == 0 {
			return 0, nil, fmt.Errorf("an app hash belongs to one height: name it with --height; it is one less than that of the header")
		}
		return height, appHash, nil
	}
	next := height + 1
	commit, err := node.Commit(cmd.Context(), &next)
	if err != nil {
		return 0, nil, fmt.Errorf("the header of height %d can't be had: %w", next, err)
	}
	return height, commit.AppHash, nil
}
