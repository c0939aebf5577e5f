package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
	"google.golang.org/grpc"

	"github.com/cosmos/cosmos-sdk/types/query"

	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
)

// The first is the SHA-256 of no bytes (FIPS 180-4), the second of "abc".
func TestDocHash(t *testing.T) {
	for text, want := range map[string]string{
		"":    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
		"abc": "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
	} {
		file := filepath.Join(t.TempDir(), "file")
		require.NoError(t, os.WriteFile(file, []byte(text), 0o600))
		cmd := docCommand(nil)
		var out bytes.Buffer
		cmd.SetOut(&out)
		cmd.SetArgs([]string{"hash", file})
		require.NoError(t, cmd.Execute())
		require.Equal(t, want+"\n", out.String())
	}
	cmd := docCommand(nil)
	cmd.SilenceErrors, cmd.SilenceUsage = true, true
	cmd.SetArgs([]string{"hash", filepath.Join(t.TempDir(), "nowhere")})
	require.Error(t, cmd.Execute())
}

// registers answer as a node would.
type registers struct {
	membershiptypes.QueryClient
	found []membershiptypes.FoundDocument
	more  bool
	asked *membershiptypes.QueryDocumentsByHashRequest
}

func (r *registers) DocumentsByHash(
	_ context.Context, req *membershiptypes.QueryDocumentsByHashRequest, _ ...grpc.CallOption,
) (*membershiptypes.QueryDocumentsByHashResponse, error) {
	r.asked = req
	answer := &membershiptypes.QueryDocumentsByHashResponse{Found: r.found, Pagination: &query.PageResponse{}}
	if r.more {
		answer.Pagination.NextKey = []byte{1}
	}
	return answer, nil
}

func TestDocVerify(t *testing.T) {
	version := func(number, current uint32, withdrawnAt int64, member uint64) membershiptypes.FoundDocument {
		return membershiptypes.FoundDocument{
			CoopSlug: "north",
			Document: membershiptypes.PublishedDocument{
				Kind: membershiptypes.DocumentKind_DOCUMENT_KIND_MINUTES, Name: "assembly", Versions: 3, CurrentVersion: current,
			},
			Version: membershiptypes.DocumentVersion{
				Version: number, PublishedAt: 1_700_000_000, WithdrawnAt: withdrawnAt, PublisherMemberId: member,
			},
		}
	}
	for _, tc := range []struct {
		name    string
		from    *registers
		prints  string
		refuses string
	}{
		{
			"success - current", &registers{found: []membershiptypes.FoundDocument{version(3, 3, 0, 0)}},
			"north: minutes \"assembly\", version 3, published on 2023-11-14 by the co-op's resolution: current\n", "",
		},
		{
			"success - current in one of two registers", &registers{found: []membershiptypes.FoundDocument{version(1, 3, 0, 4), version(3, 3, 0, 4)}, more: true},
			"north: minutes \"assembly\", version 1, published on 2023-11-14 by member 4: superseded by version 3\n" +
				"north: minutes \"assembly\", version 3, published on 2023-11-14 by member 4: current\n" +
				"There are more: name a co-op with --coop, or list them with: coopd q membership documents-by-hash 0707\n", "",
		},
		{
			"error - superseded", &registers{found: []membershiptypes.FoundDocument{version(1, 3, 0, 0)}},
			"north: minutes \"assembly\", version 1, published on 2023-11-14 by the co-op's resolution: superseded by version 3\n", "current version of nothing",
		},
		{
			"error - withdrawn", &registers{found: []membershiptypes.FoundDocument{version(3, 0, 1_700_100_000, 0)}},
			"north: minutes \"assembly\", version 3, published on 2023-11-14 by the co-op's resolution: withdrawn on 2023-11-16\n", "current version of nothing",
		},
		{
			"error - superseded by what was withdrawn", &registers{found: []membershiptypes.FoundDocument{version(1, 0, 0, 0)}},
			"north: minutes \"assembly\", version 1, published on 2023-11-14 by the co-op's resolution: superseded; of 3 versions none is in force now\n", "current version of nothing",
		},
		{"error - in no register", &registers{}, "", "never published, or it was changed"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			var out bytes.Buffer
			err := verifyDocument(context.Background(), &out, tc.from, []byte{7, 7}, "north")
			require.Equal(t, tc.prints, out.String())
			require.Equal(t, "0707", tc.from.asked.Sha256)
			require.Equal(t, "north", tc.from.asked.Coop)
			if tc.refuses == "" {
				require.NoError(t, err)
				return
			}
			require.ErrorContains(t, err, tc.refuses)
		})
	}
}
