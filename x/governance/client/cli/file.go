package cli

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	gogoproto "github.com/cosmos/gogoproto/proto"
	"go.yaml.in/yaml/v3"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	msgv1 "cosmossdk.io/api/cosmos/msg/v1"

	"github.com/cosmos/cosmos-sdk/codec"
	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/coopledger/coopledger/x/governance/types"
	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
)

// resolutionFile is a resolution as members write it.
type resolutionFile struct {
	Coop     string           `yaml:"coop"`
	Title    string           `yaml:"title"`
	Summary  string           `yaml:"summary,omitempty"`
	Document *documentFile    `yaml:"document,omitempty"`
	Rule     string           `yaml:"rule,omitempty"`
	Messages []map[string]any `yaml:"messages"`
	// ForMeeting lets it wait for a general meeting to vote on it.
	ForMeeting bool `yaml:"for_meeting,omitempty"`
}

type documentFile struct {
	URI    string `yaml:"uri"`
	SHA256 string `yaml:"sha256"`
}

func (f *documentFile) read() (*membershiptypes.Document, error) {
	if f == nil {
		return nil, nil
	}
	sum, err := hex.DecodeString(f.SHA256)
	if err != nil || len(sum) != 32 {
		return nil, errors.New("document: sha256 must be 64 hexadecimal digits; sha256sum FILE prints them")
	}
	return &membershiptypes.Document{Uri: f.URI, Sha256: sum}, nil
}

// parseFile reads exactly one document and refuses unknown keys, which are
// spelling mistakes more often than not.
func parseFile(text []byte) (resolutionFile, error) {
	var written resolutionFile
	decoder := yaml.NewDecoder(bytes.NewReader(text))
	decoder.KnownFields(true)
	if err := decoder.Decode(&written); errors.Is(err, io.EOF) {
		return written, errors.New("the file is empty")
	} else if err != nil {
		return written, fmt.Errorf("the file can't be read as a resolution: %w", err)
	}
	if err := decoder.Decode(&resolutionFile{}); !errors.Is(err, io.EOF) {
		return written, errors.New("the file holds more than one document; propose each by itself")
	}
	return written, nil
}

// content turns the file into what the ledger stores. Messages without a signer
// get the account of the co-op that executes them.
func (f resolutionFile) content(cdc codec.Codec, coopID uint64, coopOf func(resolutionID uint64) (uint64, error)) (types.Content, error) {
	content := types.Content{Title: f.Title, Summary: strings.TrimRight(f.Summary, "\n"), Rule: f.Rule}
	document, err := f.Document.read()
	if err != nil {
		return content, err
	}
	content.Document = document
	for i, written := range f.Messages {
		message, err := readMessage(cdc, written, coopID, coopOf)
		if err != nil {
			return content, fmt.Errorf("message %d: %w", i, err)
		}
		content.Messages = append(content.Messages, message)
	}
	return content, nil
}

func readMessage(cdc codec.Codec, written map[string]any, coopID uint64, coopOf func(uint64) (uint64, error)) (*codectypes.Any, error) {
	if err := fillSigners(written, coopID, coopOf); err != nil {
		return nil, err
	}
	text, err := json.Marshal(written)
	if err != nil {
		return nil, fmt.Errorf("it can't be written as JSON: %w", err)
	}
	var message sdk.Msg
	if err := cdc.UnmarshalInterfaceJSON(text, &message); err != nil {
		return nil, fmt.Errorf("it can't be read: %w", err)
	}
	return codectypes.NewAnyWithValue(message)
}

// fillSigners puts the co-op's account where a message names no signer, and in
// what it proposes elsewhere that co-op's.
func fillSigners(written map[string]any, coopID uint64, coopOf func(uint64) (uint64, error)) error {
	url, _ := written["@type"].(string)
	if !strings.HasPrefix(url, "/") {
		return errors.New(`"@type" is missing; it says which message it is, such as "@type": /coop.membership.v1.MsgAdmit`)
	}
	found, err := gogoproto.HybridResolver.FindDescriptorByName(protoreflect.FullName(url[1:]))
	if err != nil {
		return fmt.Errorf("%s is no message this program knows", url)
	}
	signers, _ := proto.GetExtension(found.Options(), msgv1.E_Signer).([]string)
	for _, field := range signers {
		if isUnset(written[field]) {
			written[field] = membershiptypes.CoopAddress(coopID)
		}
	}
	target := uint64(0)
	switch url {
	case sdk.MsgTypeURL(&types.MsgPropose{}):
		target, err = number(written, "coop_id")
	case sdk.MsgTypeURL(&types.MsgAmend{}):
		var id uint64
		if id, err = number(written, "resolution_id"); err == nil {
			target, err = coopOf(id)
		}
	default:
		return nil
	}
	if err != nil {
		return err
	}
	inner, _ := written["messages"].([]any)
	for i, entry := range inner {
		message, ok := entry.(map[string]any)
		if !ok {
			return fmt.Errorf("its message %d is no mapping", i)
		}
		if err := fillSigners(message, target, coopOf); err != nil {
			return fmt.Errorf("its message %d: %w", i, err)
		}
	}
	return nil
}

func isUnset(value any) bool { return value == nil || value == "" }

func number(written map[string]any, field string) (uint64, error) {
	value, err := strconv.ParseUint(fmt.Sprint(written[field]), 10, 64)
	if err != nil {
		return 0, fmt.Errorf("%s must be a whole number", field)
	}
	return value, nil
}
