package types_test

import (
	"slices"
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

// No field of any message of the ledger is named like a weight, and none that a
// ballot travels in, is stored in or is imported from has a number beside those
// listed here, each with the reason why it is no weight.
func TestNothingCanWeighABallot(t *testing.T) {
	files, err := proto.MergedRegistry()
	require.NoError(t, err)
	messages := 0
	files.RangeFiles(func(file protoreflect.FileDescriptor) bool {
		if strings.HasPrefix(string(file.Package()), "coop.") {
			eachMessage(file.Messages(), func(message protoreflect.MessageDescriptor) {
				messages++
				for i := range message.Fields().Len() {
					name := string(message.Fields().Get(i).Name())
					for _, word := range append(strings.Split(name, "_"), name) {
						require.NotContains(t, weightWords, word, "%s.%s", message.FullName(), name)
					}
				}
			})
		}
		return true
	})
	require.Greater(t, messages, 50, "the descriptors of the ledger's messages were not found")

	for message, allowed := range map[string][]string{
		// Which resolution; one of four choices.
		"coop.governance.v1.MsgVote": {"resolution_id", "choice"},
		// Which record; the ballots are bits, two a member.
		"coop.governance.v1.BallotRecord": {"number"},
		"coop.governance.v1.Ballot":       {"member_id", "choice", "delegate_member_id"},
		// Whose ballot, and who cast it: a member co-op has one, whoever casts it.
		"coop.governance.v1.MsgVoteAsDelegate": {"member_coop_id", "resolution_id", "choice"},
		"coop.governance.v1.Delegated":         {"member_id", "delegate_member_id"},
		// Which class; counters that import compares with a recount of the bits.
		"coop.governance.v1.ClassTally": {"class_id", "in_favour", "against", "abstained"},
		"coop.governance.v1.Tally":      nil,
		// A member's class and when it was on the roll; no member is on it twice.
		"coop.membership.v1.RollInterval": {"class_id", "from", "to"},
		// How one joins the class and what follows it, the same for all who do.
		"coop.membership.v1.Class": {
			"id", "admits", "admission", "objection_window_seconds", "objections", "sponsors",
			"max_members", "max_admissions_per_day", "trial_period_seconds", "next_class_id",
		},
		// Who seconded; a list of numbers, each once.
		"coop.governance.v1.GenesisResolution": {"seconders"},
		"coop.governance.v1.MsgSecond":         {"resolution_id"},
	} {
		descriptor, err := files.FindDescriptorByName(protoreflect.FullName(message))
		require.NoError(t, err, message)
		var numbers []string
		fields := descriptor.(protoreflect.MessageDescriptor).Fields()
		for i := range fields.Len() {
			if isNumber(fields.Get(i).Kind()) {
				numbers = append(numbers, string(fields.Get(i).Name()))
			}
		}
		slices.Sort(numbers)
		slices.Sort(allowed)
		require.Equal(t, allowed, numbers, "%s has a number that nobody has shown to be no weight", message)
	}
}

func eachMessage(messages protoreflect.MessageDescriptors, visit func(protoreflect.MessageDescriptor)) {
	for i := range messages.Len() {
		visit(messages.Get(i))
		eachMessage(messages.Get(i).Messages(), visit)
	}
}

func isNumber(kind protoreflect.Kind) bool {
	switch kind {
	case protoreflect.StringKind, protoreflect.BytesKind, protoreflect.BoolKind, protoreflect.MessageKind, protoreflect.GroupKind:
		return false
	default:
		return true
	}
}

// A packed ballot has no room for a weight either: two bits hold its choice.
func TestPackedBallotIsTwoBits(t *testing.T) {
	require.Equal(t, 2*types.BallotsPerRecord, 8*types.BallotRecordBytes)
}
