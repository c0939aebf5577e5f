package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/cosmos/cosmos-sdk/client"
	"github.com/cosmos/cosmos-sdk/codec"

	"github.com/coopledger/coopledger/charters"
	governancetypes "github.com/coopledger/coopledger/x/governance/types"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
)

func charterDiffCommand(cdc codec.Codec) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "diff OLD NEW",
		Short: "Say in plain sentences what changes between two charters",
		Long: `Say in plain sentences what changes between two charters, and which rules of the
old one have to decide it. Each is a preset, a file, or a version from a node:
bakery@3 is version 3 of the co-op bakery, bakery@ the one in force.`,
		Args: cobra.ExactArgs(2),
		PersistentPreRunE: func(cmd *cobra.Command, args []string) error {
			if !slices.ContainsFunc(args, isFromNode) {
				return nil
			}
			return readHome(cmd, args)
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			previous, err := anyCharter(cmd, cdc, args[0])
			if err != nil {
				return err
			}
			next, err := anyCharter(cmd, cdc, args[1])
			if err != nil {
				return err
			}
			return printDiff(cmd, previous, next)
		},
	}
	addLanguageFlag(cmd)
	addNodeFlag(cmd)
	return cmd
}

func charterPreviewCommand(cdc codec.Codec) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "preview RESOLUTION_ID",
		Short: "Say in plain sentences how a resolution would change its co-op's charter",
		Long: `Say in plain sentences how a resolution would change its co-op's charter: what the
version in force says, what the new one would say, and which rules decide it.`,
		Args:              cobra.ExactArgs(1),
		PersistentPreRunE: readHome,
		RunE: func(cmd *cobra.Command, args []string) error {
			id, err := strconv.ParseUint(args[0], 10, 64)
			if err != nil {
				return fmt.Errorf("%q is not a number: resolutions are named by number", args[0])
			}
			node, err := nodeContext(cmd, cdc)
			if err != nil {
				return err
			}
			answer, err := governancetypes.NewQueryClient(node).Resolution(cmd.Context(), &governancetypes.QueryResolutionRequest{ResolutionId: id})
			if err != nil {
				return err
			}
			amendments := amendmentsIn(answer.Content)
			if len(amendments) == 0 {
				return fmt.Errorf("resolution %d (%s) does not change a charter", id, answer.Content.Title)
			}
			for _, amendment := range amendments {
				previous, err := charterFromNode(cmd.Context(), node, strconv.FormatUint(amendment.CoopId, 10), 0)
				if err != nil {
					return err
				}
				if err := printDiff(cmd, previous, amendment.Charter); err != nil {
					return err
				}
			}
			return nil
		},
	}
	addLanguageFlag(cmd)
	addNodeFlag(cmd)
	return cmd
}

// readHome lets a command know its home, whose client.toml says which node to
// ask. The other charter commands need none.
func readHome(cmd *cobra.Command, args []string) error {
	return cmd.Root().PersistentPreRunE(cmd, args)
}

// isFromNode says whether a charter is named by its co-op, as in bakery@3.
func isFromNode(reference string) bool { return strings.Contains(reference, "@") }

// amendmentsIn are the new charters that a resolution carries.
func amendmentsIn(content governancetypes.Content) (found []*membershiptypes.MsgAmendCharter) {
	for _, message := range content.Messages {
		if amendment, ok := message.GetCachedValue().(*membershiptypes.MsgAmendCharter); ok {
			found = append(found, amendment)
		}
	}
	return found
}

func printDiff(cmd *cobra.Command, previous, next membershiptypes.Charter) error {
	language, err := languageOf(cmd)
	if err != nil {
		return err
	}
	if wantsJSON(cmd) {
		return json.NewEncoder(cmd.OutOrStdout()).Encode(map[string]any{
			"parts": previous.ChangedParts(next), "changes": charters.Diff(previous, next, language),
		})
	}
	_, err = io.WriteString(cmd.OutOrStdout(), charters.FormatDiff(previous, next, language))
	return err
}

// anyCharter reads a preset, a file, or COOP@VERSION from a node.
func anyCharter(cmd *cobra.Command, cdc codec.Codec, reference string) (membershiptypes.Charter, error) {
	coop, version, fromNode := strings.Cut(reference, "@")
	if !fromNode {
		charter, _, err := readCharter(cmd, reference)
		return charter, err
	}
	number := uint64(0)
	if version != "" {
		var err error
		if number, err = strconv.ParseUint(version, 10, 64); err != nil || number == 0 {
			return membershiptypes.Charter{}, fmt.Errorf("%q names no version: write %s@3 for version 3, %s@ for the one in force", reference, coop, coop)
		}
	}
	node, err := nodeContext(cmd, cdc)
	if err != nil {
		return membershiptypes.Charter{}, err
	}
	return charterFromNode(cmd.Context(), node, coop, number)
}

func charterFromNode(ctx context.Context, node client.Context, coop string, version uint64) (membershiptypes.Charter, error) {
	answer, err := membershiptypes.NewQueryClient(node).Charter(ctx, &membershiptypes.QueryCharterRequest{Coop: coop, Version: version})
	if err != nil {
		return membershiptypes.Charter{}, err
	}
	return answer.Charter, nil
}
