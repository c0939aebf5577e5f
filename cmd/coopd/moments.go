package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"io"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"go.yaml.in/yaml/v3"

	governancetypes "github.com/coopledger/coopledger/x/governance/types"
)

// Answers write moments in seconds since 1970, for programs. Only numbers
// within these years are taken for moments.
var (
	firstMoment = time.Date(2001, time.January, 1, 0, 0, 0, 0, time.UTC).Unix()
	lastMoment  = time.Date(9999, time.December, 31, 23, 59, 59, 0, time.UTC).Unix()
)

// sayMoments lets a query's answer for people say what its seconds mean, as a
// comment of the YAML, and how sha256sum writes its hashes. Values stay as they
// are, and JSON too.
func sayMoments(cmd *cobra.Command) {
	if isUnder(cmd, "query") {
		cmd.SetOut(momentWriter{cmd.OutOrStdout()})
	}
}

// isUnder says whether a command is one of a group's, such as query's.
func isUnder(cmd *cobra.Command, group string) bool {
	for above := cmd; above != nil; above = above.Parent() {
		if above.Name() == group && above.Parent() == cmd.Root() {
			return true
		}
	}
	return false
}

// momentWriter takes a whole answer in one piece, as the commands write it.
type momentWriter struct{ out io.Writer }

// Write passes on what is no YAML, or tells no moment, as it is.
func (w momentWriter) Write(answer []byte) (int, error) {
	if _, err := w.out.Write(withMoments(answer)); err != nil {
		return 0, err
	}
	return len(answer), nil
}

func withMoments(answer []byte) []byte {
	if first := bytes.TrimLeft(answer, " \n"); len(first) == 0 || first[0] == '{' || first[0] == '[' {
		return answer
	}
	var document yaml.Node
	if err := yaml.Unmarshal(answer, &document); err != nil || !commentMoments(&document) {
		return answer
	}
	var told bytes.Buffer
	encoder := yaml.NewEncoder(&told)
	encoder.SetIndent(2)
	encoder.CompactSeqIndent()
	if err := encoder.Encode(&document); err != nil || encoder.Close() != nil {
		return answer
	}
	return told.Bytes()
}

// commentMoments puts the date beside each moment, and the digits beside each
// hash, and says whether there is one.
func commentMoments(node *yaml.Node) (found bool) {
	for i, child := range node.Content {
		if node.Kind == yaml.MappingNode && i%2 == 1 && child.Kind == yaml.ScalarNode {
			if comment := commentOn(node.Content[i-1].Value, child.Value); comment != "" {
				child.LineComment, found = comment, true
			}
			continue
		}
		found = commentMoments(child) || found
	}
	return found
}

// commentOn a field's value; nothing where it says all by itself.
func commentOn(field, value string) string {
	if namesMoment(field) {
		seconds, err := strconv.ParseInt(value, 10, 64)
		switch {
		case err == nil && seconds >= firstMoment && seconds <= lastMoment:
			return time.Unix(seconds, 0).UTC().Format(time.RFC3339)
		case err == nil && seconds == governancetypes.WaitsForMeeting:
			return "waits for its meeting"
		}
		return ""
	}
	if namesHash(field) {
		if sum, err := base64.StdEncoding.DecodeString(value); err == nil && len(sum) == sha256.Size {
			return hex.EncodeToString(sum)
		}
	}
	return ""
}

// namesHash knows the fields that hold a SHA-256, which answers write in base64
// and every other command in hexadecimal digits.
func namesHash(field string) bool {
	return strings.HasSuffix(field, "sha256") || strings.HasSuffix(field, "hash") || field == "head"
}

// namesMoment knows the fields by how our messages call them.
func namesMoment(field string) bool {
	switch field {
	case "until", "since", "due":
		return true
	}
	return strings.HasSuffix(field, "_at") || strings.HasSuffix(field, "_until")
}
