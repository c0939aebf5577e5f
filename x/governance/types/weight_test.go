package types_test

import (
	"strings"
	"testing"

	"github.com/cosmos/gogoproto/proto"
	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/reflect/protoreflect"

	_ "github.com/coopledger/coopledger/x/chain/types"
	"github.com/coopledger/coopledger/x/governance/types"
)

// weightWords would name a place where somebody's ballot could count for more.
var weightWords = []string{"weight", "weights", "weighted", "stake", "multiplier", "factor", "coefficient", "votes_per_member"}

const choiceOf protoreflect.FullName = "coop.governance.v1.Choice"

// ledgerMessages are all messages and records that this module sees, found by
// their descriptors, with all that lie within others.
func ledgerMessages(t *testing.T) (all []protoreflect.MessageDescriptor) {
	files, err := proto.MergedRegistry()
	require.NoError(t, err)
	var collect func(messages protoreflect.MessageDescriptors)
	collect = func(messages protoreflect.MessageDescriptors) {
		for i := range messages.Len() {
			all = append(all, messages.Get(i))
			collect(messages.Get(i).Messages())
		}
	}
	files.RangeFiles(func(file protoreflect.FileDescriptor) bool {
		if strings.HasPrefix(string(file.Package()), "coop.") {
			collect(file.Messages())
		}
		return true
	})
	require.Greater(t, len(all), 300, "the descriptors of the ledger's messages were not found")
	return all
}

// No field of any message or record of the ledger is named like a weight, and
// none is a fraction, of which a ballot could be a part.
func TestNothingIsNamedLikeAWeight(t *testing.T) {
	for _, message := range ledgerMessages(t) {
		for i := range message.Fields().Len() {
			field := message.Fields().Get(i)
			name := string(field.Name())
			for _, word := range append(strings.Split(name, "_"), name) {
				require.NotContains(t, weightWords, word, "%s.%s", message.FullName(), name)
			}
			require.NotContains(t, []protoreflect.Kind{protoreflect.FloatKind, protoreflect.DoubleKind}, field.Kind(),
				"%s.%s is a fraction", message.FullName(), name)
		}
	}
}

// Beside a choice no number says how much it is worth: in every message and
// record that holds one, found by descriptor, each number is the name of something,
// of a member, a class, a resolution or another message that the ledger has. One
// such record holds one ballot. What numbers around them do, in sheets, tallies,
// rolls, classes and charters, is shown by putting them to anything: see
// TestNoNumberInAMessageWeighsABallot and TestNoNumberInARecordWeighsABallot.
func TestNoNumberStandsBesideAChoice(t *testing.T) {
	names := map[string]bool{}
	for _, message := range ledgerMessages(t) {
		names[strings.ToLower(string(message.Name()))] = true
	}
	holders := map[string]bool{}
	for _, message := range ledgerMessages(t) {
		var numbers []string
		holds, several := false, false
		for i := range message.Fields().Len() {
			field := message.Fields().Get(i)
			switch {
			case field.Enum() != nil && field.Enum().FullName() == choiceOf:
				require.False(t, field.IsList() || field.IsMap(), "%s holds several choices", message.FullName())
				holds = true
			case isNumber(field.Kind()):
				numbers = append(numbers, string(field.Name()))
				several = several || field.IsList() || field.IsMap()
			}
		}
		if !holds {
			continue
		}
		holders[string(message.Name())] = true
		require.False(t, several, "%s has a list of numbers beside a choice", message.FullName())
		for _, number := range numbers {
			words := strings.Split(strings.TrimSuffix(number, "_id"), "_")
			require.True(t, names[words[len(words)-1]], "%s.%s stands beside a choice and names nothing that the ledger has", message.FullName(), number)
		}
	}
	for _, known := range []string{"MsgVote", "MsgVoteAsDelegate", "Ballot", "EventVoted", "EventAttestedBallot"} {
		require.True(t, holders[known], "%s was not seen", known)
	}
}

func isNumber(kind protoreflect.Kind) bool {
	switch kind {
	case protoreflect.StringKind, protoreflect.BytesKind, protoreflect.BoolKind, protoreflect.MessageKind, protoreflect.GroupKind, protoreflect.EnumKind:
		return false
	default:
		return true
	}
}

// A packed ballot has no room for a weight either: two bits hold its choice.
func TestPackedBallotIsTwoBits(t *testing.T) {
	require.Equal(t, 2*types.BallotsPerRecord, 8*types.BallotRecordBytes)
}
