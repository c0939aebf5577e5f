package main

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/spf13/cobra"

	"github.com/cosmos/cosmos-sdk/codec"

	membershipcli "github.com/coopledger/coopledger/x/membership/client/cli"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
)

const flagOfCoop = "coop"

// docCommand compares files with what co-ops have published.
func docCommand(cdc codec.Codec) *cobra.Command {
	cmd := &cobra.Command{Use: "doc", Short: "Compare files with what co-ops have published"}
	cmd.AddCommand(docHashCommand(), docVerifyCommand(cdc))
	return cmd
}

func docHashCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "hash FILE",
		Short: "Print the SHA-256 of a file, which is all that the ledger knows of it",
		Args:  cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			sum, err := membershipcli.HashFile(args[0])
			if err != nil {
				return err
			}
			_, err = fmt.Fprintln(cmd.OutOrStdout(), hex.EncodeToString(sum))
			return err
		},
	}
}

func docVerifyCommand(cdc codec.Codec) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "verify FILE",
		Short: "Say which co-ops have published a file, and whether it is still in force",
		Long: `Say which co-ops have published exactly this file, when, as which version of what, and
whether that version is current, superseded or withdrawn. It fails when the file is in
no register, or current in none: one letter changed makes it another file.`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			sum, err := membershipcli.HashFile(args[0])
			if err != nil {
				return err
			}
			node, err := nodeContext(cmd, cdc)
			if err != nil {
				return err
			}
			coop, err := cmd.Flags().GetString(flagOfCoop)
			if err != nil {
				return err
			}
			return verifyDocument(cmd.Context(), cmd.OutOrStdout(), membershiptypes.NewQueryClient(node), sum, coop)
		},
	}
	cmd.Flags().String(flagOfCoop, "", "look in the register of this co-op only")
	addNodeFlag(cmd)
	return cmd
}

// verifyDocument prints where a file was published.
func verifyDocument(ctx context.Context, out io.Writer, registers membershiptypes.QueryClient, sum []byte, coop string) error {
	digits := hex.EncodeToString(sum)
	answer, err := registers.DocumentsByHash(ctx, &membershiptypes.QueryDocumentsByHashRequest{Sha256: digits, Coop: coop})
	if err != nil {
		return err
	}
	if len(answer.Found) == 0 {
		where := "no register on this ledger has it"
		if coop != "" {
			where = "the register of " + coop + " doesn't have it"
		}
		return fmt.Errorf("%s (SHA-256 %s): it was never published, or it was changed since", where, digits)
	}
	current := false
	for _, found := range answer.Found {
		state, inForce := documentState(found)
		current = current || inForce
		version := found.Version
		if _, err := fmt.Fprintf(out, "%s: %s %q, version %d, published on %s by %s: %s\n",
			found.CoopSlug, found.Document.Kind.Word(), found.Document.Name, version.Version, civilDay(version.PublishedAt),
			publisher(version), state); err != nil {
			return err
		}
	}
	if answer.Pagination != nil && len(answer.Pagination.NextKey) > 0 {
		if _, err := fmt.Fprintln(out, "There are more: name a co-op with --coop, or list them with: coopd q membership documents-by-hash "+digits); err != nil {
			return err
		}
	}
	if !current {
		return errors.New("the file is the current version of nothing: it was superseded or withdrawn")
	}
	return nil
}

func publisher(version membershiptypes.DocumentVersion) string {
	if version.PublisherMemberId == 0 {
		return "the co-op's resolution"
	}
	return fmt.Sprintf("member %d", version.PublisherMemberId)
}

// documentState says what has become of a version, and whether it is current.
func documentState(found membershiptypes.FoundDocument) (string, bool) {
	switch {
	case found.Version.WithdrawnAt != 0:
		return "withdrawn on " + civilDay(found.Version.WithdrawnAt), false
	case found.Document.CurrentVersion == found.Version.Version:
		return "current", true
	case found.Document.CurrentVersion == 0:
		return fmt.Sprintf("superseded; of %d versions none is in force now", found.Document.Versions), false
	default:
		return fmt.Sprintf("superseded by version %d", found.Document.CurrentVersion), false
	}
}

func civilDay(seconds int64) string { return time.Unix(seconds, 0).UTC().Format(time.DateOnly) }
