package cli

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"math"
	"os"
	"strings"

	"github.com/spf13/cobra"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/coopledger/coopledger/x/membership/types"
)

const flagURI = "uri"

// HashFile is the SHA-256 of a file, of whatever size.
func HashFile(path string) ([]byte, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() { _ = file.Close() }()
	digest := sha256.New()
	if _, err := io.Copy(digest, file); err != nil {
		return nil, err
	}
	return digest.Sum(nil), nil
}

// hashOf is the SHA-256 of a file, or the hash itself when its 64 hexadecimal
// digits are given and no file has that name.
func hashOf(argument string) ([]byte, error) {
	sum, err := HashFile(argument)
	if !os.IsNotExist(err) {
		return sum, err
	}
	sum, decodeErr := hex.DecodeString(argument)
	if decodeErr != nil || len(sum) != sha256.Size {
		return nil, fmt.Errorf("there is no file %q, nor is that the 64 hexadecimal digits of a SHA-256", argument)
	}
	return sum, nil
}

// newDocumentCmds publish and withdraw documents.
func newDocumentCmds() []*cobra.Command {
	publish := placeCommand("publish-document COOP "+strings.Join(types.DocumentKinds(), "|")+" NAME FILE",
		"Publish a document, or its next version", 3, publishDocument)
	publish.Flags().String(flagURI, "", "where members find the file")
	publish.Long = `Publish a document in the co-op's register: an officer with the power "publish" does it,
or the members. Its hash and its address go to the ledger, the file doesn't. The same
kind and name make the next version.`
	return []*cobra.Command{
		orByResolution(publish, "Publish a document", publishDocument),
		orByResolution(placeCommand("withdraw-document COOP DOCUMENT_ID VERSION", "Mark a version of a document as withdrawn", 2, withdrawDocument),
			"Withdraw a document", withdrawDocument),
	}
}

func publishDocument(cmd *cobra.Command, signer string, coop types.Coop, args []string) (sdk.Msg, error) {
	kind, err := types.DocumentKindByWord(args[0])
	if err != nil {
		return nil, err
	}
	sum, err := hashOf(args[2])
	if err != nil {
		return nil, err
	}
	uri, err := cmd.Flags().GetString(flagURI)
	if err != nil {
		return nil, err
	}
	if uri == "" {
		return nil, fmt.Errorf("say where members find the file with --%s", flagURI)
	}
	return &types.MsgPublishDocument{
		Authority: signer, CoopId: coop.Id, Kind: kind, Name: args[1], File: types.Document{Uri: uri, Sha256: sum},
	}, nil
}

func withdrawDocument(_ *cobra.Command, signer string, coop types.Coop, args []string) (sdk.Msg, error) {
	document, err := number(args[0], "a document")
	if err != nil {
		return nil, err
	}
	version, err := number(args[1], "a version")
	if err != nil || version > math.MaxUint32 {
		return nil, fmt.Errorf("%q is not the number of a version", args[1])
	}
	return &types.MsgWithdrawDocument{Authority: signer, CoopId: coop.Id, DocumentId: document, Version: uint32(version)}, nil
}
