package cli

import (
	"context"
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"github.com/cosmos/cosmos-sdk/client"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/coopledger/coopledger/x/governance/types"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
)

const fileForm = `The file:

  coop: federation            # slug or id of the co-op that decides
  title: Admit the tenth member
  summary: |
    Why, in plain words.
  document:                   # may be left out: the full text, kept elsewhere
    uri: https://example.coop/resolutions/002.md
    sha256: 64 hexadecimal digits, as sha256sum prints them
  rule: large                 # may be left out: what the messages require
  for_meeting: false          # true: a general meeting votes on it, once it is on the agenda
  messages:                   # may be left out: what the co-op's account then does
    - "@type": /coop.membership.v1.MsgAdmit
      coop_id: 1
      member: {class: member, member_coop_id: 12}

The signer of each message may be left out: it is the co-op's account.`

// previewing says what propose and amend do before anything is signed.
const previewing = `Before anything is signed it says in sentences what the messages will do. Who is paid
and is neither a member's key nor a co-op's account must be confirmed, at the
terminal or with --confirm-payee ADDRESS; --yes alone does not.
`

func newProposeCmd() *cobra.Command {
	return withPreview(signedCmd(&cobra.Command{
		Use:     "propose FILE.yaml",
		Short:   "Propose a resolution written in a file",
		Long:    "Propose a resolution written in a file.\n" + previewing + "\n" + fileForm,
		Example: "coopd tx governance propose resolution.yaml --from ana",
		Args:    cobra.ExactArgs(1),
	}, func(cmd *cobra.Command, clientCtx client.Context, signer string, args []string) (sdk.Msg, error) {
		written, err := openFile(args[0])
		if err != nil {
			return nil, err
		}
		if written.Coop == "" {
			return nil, fmt.Errorf("%s: coop is missing; give the slug or id of the co-op that decides", args[0])
		}
		coopID, err := findCoop(cmd.Context(), clientCtx, written.Coop)
		if err != nil {
			return nil, err
		}
		content, err := written.content(clientCtx.Codec, coopID, coopOfResolution(cmd.Context(), clientCtx))
		if err != nil {
			return nil, fmt.Errorf("%s: %w", args[0], err)
		}
		if err := previewAndConfirm(cmd, clientCtx, coopID, content.Messages); err != nil {
			return nil, err
		}
		return &types.MsgPropose{
			Proposer: signer, CoopId: coopID, Title: content.Title, Summary: content.Summary,
			Document: content.Document, Rule: content.Rule, Messages: content.Messages, ForMeeting: written.ForMeeting,
		}, nil
	}))
}

func newAmendCmd() *cobra.Command {
	return withPreview(signedCmd(&cobra.Command{
		Use:   "amend ID FILE.yaml",
		Short: "Replace your resolution's text and messages before voting opens",
		Long: "Replace your resolution's text and messages before voting opens. Its seconds are\n" +
			"lost, and it is a draft again.\n" + previewing + "\n" + fileForm,
		Example: "coopd tx governance amend 2 resolution.yaml --from ana",
		Args:    cobra.ExactArgs(2),
	}, func(cmd *cobra.Command, clientCtx client.Context, signer string, args []string) (sdk.Msg, error) {
		id, err := resolutionID(args[0])
		if err != nil {
			return nil, err
		}
		written, err := openFile(args[1])
		if err != nil {
			return nil, err
		}
		coopOf := coopOfResolution(cmd.Context(), clientCtx)
		coopID, err := coopOf(id)
		if err != nil {
			return nil, err
		}
		if written.Coop != "" {
			if named, err := findCoop(cmd.Context(), clientCtx, written.Coop); err != nil {
				return nil, err
			} else if named != coopID {
				return nil, fmt.Errorf("%s: coop is %s, but co-op %d decides resolution %d; propose it in %s instead",
					args[1], written.Coop, coopID, id, written.Coop)
			}
		}
		content, err := written.content(clientCtx.Codec, coopID, coopOf)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", args[1], err)
		}
		if err := previewAndConfirm(cmd, clientCtx, coopID, content.Messages); err != nil {
			return nil, err
		}
		return &types.MsgAmend{
			Proposer: signer, ResolutionId: id, Title: content.Title, Summary: content.Summary,
			Document: content.Document, Rule: content.Rule, Messages: content.Messages,
		}, nil
	}))
}

func openFile(path string) (resolutionFile, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return resolutionFile{}, fmt.Errorf("the file can't be read: %w", err)
	}
	written, err := parseFile(text)
	if err != nil {
		return resolutionFile{}, fmt.Errorf("%s: %w", path, err)
	}
	return written, nil
}

// findCoop returns the id of a co-op named by slug or id. An id needs no node.
func findCoop(ctx context.Context, clientCtx client.Context, reference string) (uint64, error) {
	id, slug, err := membershiptypes.ParseReference(reference)
	if err != nil || slug == "" {
		return id, err
	}
	answer, err := membershiptypes.NewQueryClient(clientCtx).Coop(ctx, &membershiptypes.QueryCoopRequest{Coop: reference})
	if err != nil {
		return 0, err
	}
	return answer.Coop.Id, nil
}

// coopOfResolution asks the node which co-op decides a resolution.
func coopOfResolution(ctx context.Context, clientCtx client.Context) func(uint64) (uint64, error) {
	return func(id uint64) (uint64, error) {
		answer, err := types.NewQueryClient(clientCtx).Resolution(ctx, &types.QueryResolutionRequest{ResolutionId: id})
		if err != nil {
			return 0, err
		}
		return answer.Resolution.CoopId, nil
	}
}
