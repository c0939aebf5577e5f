package types_test

import (
	"bytes"
	"encoding/hex"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/coopledger/coopledger/x/governance/types"
)

// The layout that genesis.proto and docs promise, written out by hand.
func TestBallotLayout(t *testing.T) {
	for _, c := range []struct {
		name     string
		memberID uint64
		choice   types.PackedChoice
		index    int
		want     byte
	}{
		{"success - member 1 in favour", 1, types.PackedInFavour, 0, 0b00_00_01_00},
		{"success - member 2 against", 2, types.PackedAgainst, 0, 0b00_10_00_00},
		{"success - member 3 abstains", 3, types.PackedAbstained, 0, 0b11_00_00_00},
		{"success - member 4 begins the next byte", 4, types.PackedInFavour, 1, 0b00_00_00_01},
		{"success - member 4095 ends the record", 4095, types.PackedAgainst, 1023, 0b10_00_00_00},
		{"success - member 4096 begins the next record", 4096, types.PackedAbstained, 0, 0b00_00_00_11},
	} {
		t.Run(c.name, func(t *testing.T) {
			record := types.NewBallotRecord()
			types.WriteBallot(record, c.memberID, c.choice)
			want := make([]byte, 1024)
			want[c.index] = c.want
			require.Equal(t, want, record)
			require.Equal(t, c.choice, types.ReadBallot(record, c.memberID))
		})
	}
	require.Equal(t, uint64(0), types.RecordNumber(4095))
	require.Equal(t, uint64(1), types.RecordNumber(4096))
}

// Vectors computed by another implementation:
//
//	python3 -c "import hashlib;h=bytes(32);r=bytearray(1024);r[0]=4
//	h=hashlib.sha256(h+(0).to_bytes(8,'big')+r).digest();print(h.hex())
//	r=bytearray(1024);r[1023]=0x80
//	h=hashlib.sha256(h+(5).to_bytes(8,'big')+r).digest();print(h.hex())"
func TestBallotsHashVectors(t *testing.T) {
	first := types.NewBallotRecord()
	types.WriteBallot(first, 1, types.PackedInFavour)
	hash := types.ChainBallotsHash(types.NewBallotsHash(), 0, first)
	require.Equal(t, "09ec6cf7e845003758aff64ef52e9b662d5ad1406a3fc98494c7669574b2ee69", hex.EncodeToString(hash))

	second := types.NewBallotRecord()
	types.WriteBallot(second, 5*4096+4095, types.PackedAgainst)
	require.Equal(t, "a745b935bf952ee94c856157fe7ce58ef7c92d50a29bce51fcd14483518b009c", hex.EncodeToString(types.ChainBallotsHash(hash, 5, second)))
}

// A record behaves like a map from member to ballot.
func TestRecordIsAMap(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		number := rapid.Uint64Range(0, 3).Draw(t, "record")
		record, model := types.NewBallotRecord(), map[uint64]types.PackedChoice{}
		for range rapid.IntRange(1, 60).Draw(t, "ballots") {
			member := number*4096 + rapid.Uint64Range(0, 4095).Draw(t, "member")
			choice := types.PackedChoice(rapid.IntRange(0, 3).Draw(t, "choice"))
			types.WriteBallot(record, member, choice)
			if delete(model, member); choice != types.PackedNone {
				model[member] = choice
			}
		}
		from := number*4096 + rapid.Uint64Range(0, 4096).Draw(t, "from")
		last, seen := uint64(0), 0
		types.EachBallot(number, record, from, func(member uint64, choice types.PackedChoice) bool {
			if model[member] != choice || (seen > 0 && member <= last) || member < from {
				t.Fatalf("member %d: got %d, want %d, after %d, from %d", member, choice, model[member], last, from)
			}
			last, seen = member, seen+1
			return true
		})
		want := 0
		for member := range model {
			if member >= from {
				want++
			}
		}
		if seen != want {
			t.Fatalf("saw %d ballots of %d", seen, want)
		}
	})
}

// DECISIONS in one line: one accepted ballot changes exactly one counter by
// one, or moves one.
func TestOneBallotMovesOne(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var tally types.Tally
		standing := map[uint64]types.PackedChoice{}
		for range rapid.IntRange(1, 50).Draw(t, "ballots") {
			member := rapid.Uint64Range(1, 9).Draw(t, "member")
			choice := types.PackedChoice(rapid.IntRange(1, 3).Draw(t, "choice"))
			class := uint32(member%3 + 1)
			before := tally.Present()
			if !tally.Move(class, standing[member], choice) {
				t.Fatal("a counted ballot could not be moved")
			}
			grown := uint64(0)
			if standing[member] == types.PackedNone {
				grown = 1
			}
			if tally.Present() != before+grown {
				t.Fatalf("present went from %d to %d", before, tally.Present())
			}
			standing[member] = choice
		}
		counts := map[types.PackedChoice]uint64{}
		for _, choice := range standing {
			counts[choice]++
		}
		if tally.InFavour() != counts[types.PackedInFavour] || tally.Against() != counts[types.PackedAgainst] ||
			tally.Abstained() != counts[types.PackedAbstained] {
			t.Fatalf("the tally %s is no recount of %v", tally.String(), counts)
		}
		for i := 1; i < len(tally.Classes); i++ {
			if tally.Classes[i-1].ClassId >= tally.Classes[i].ClassId {
				t.Fatal("classes are out of order")
			}
		}
	})
}

func TestMoveRefusesWhatWasNotCounted(t *testing.T) {
	tally := types.Tally{}
	require.False(t, tally.Move(1, types.PackedInFavour, types.PackedAgainst))
}

func TestPack(t *testing.T) {
	for _, c := range []struct {
		name    string
		choice  types.Choice
		consent bool
		want    types.PackedChoice
		valid   bool
	}{
		{"success - yes", types.Choice_CHOICE_YES, false, types.PackedInFavour, true},
		{"success - no", types.Choice_CHOICE_NO, false, types.PackedAgainst, true},
		{"success - abstain under consent", types.Choice_CHOICE_ABSTAIN, true, types.PackedAbstained, true},
		{"success - block under consent", types.Choice_CHOICE_BLOCK, true, types.PackedAgainst, true},
		{"error - no under consent", types.Choice_CHOICE_NO, true, types.PackedNone, false},
		{"error - block without consent", types.Choice_CHOICE_BLOCK, false, types.PackedNone, false},
		{"error - nothing", types.Choice_CHOICE_UNSPECIFIED, false, types.PackedNone, false},
		{"error - unknown", types.Choice(9), true, types.PackedNone, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			packed, valid := types.Pack(c.choice, c.consent)
			require.Equal(t, c.valid, valid)
			require.Equal(t, c.want, packed)
			if valid {
				require.Equal(t, c.choice, packed.Choice(c.consent))
			}
		})
	}
}

func TestRecordsAreSmall(t *testing.T) {
	require.Len(t, bytes.TrimRight(types.NewBallotRecord(), "\x00"), 0)
	require.Len(t, types.NewBallotRecord(), 1024)
}
