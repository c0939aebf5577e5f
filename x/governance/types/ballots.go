package types

import (
	"crypto/sha256"
	"encoding/binary"
)

const (
	// BallotsPerRecord is how many consecutive member numbers share a record.
	BallotsPerRecord = 4096
	// BallotRecordBytes is the fixed size of a record: two bits a member.
	BallotRecordBytes = BallotsPerRecord / 4
)

// PackedChoice is a ballot as two bits.
type PackedChoice byte

// What the two bits mean. Against is "no", or "block" under consent.
const (
	PackedNone PackedChoice = iota
	PackedInFavour
	PackedAgainst
	PackedAbstained
)

// Pack a choice. It fails for what is not a choice: "no" under consent, "block"
// without, and anything unknown.
func Pack(choice Choice, consent bool) (PackedChoice, bool) {
	switch {
	case choice == Choice_CHOICE_YES:
		return PackedInFavour, true
	case choice == Choice_CHOICE_NO && !consent, choice == Choice_CHOICE_BLOCK && consent:
		return PackedAgainst, true
	case choice == Choice_CHOICE_ABSTAIN:
		return PackedAbstained, true
	default:
		return PackedNone, false
	}
}

// Choice that the bits mean.
func (p PackedChoice) Choice(consent bool) Choice {
	switch p {
	case PackedInFavour:
		return Choice_CHOICE_YES
	case PackedAgainst:
		if consent {
			return Choice_CHOICE_BLOCK
		}
		return Choice_CHOICE_NO
	case PackedAbstained:
		return Choice_CHOICE_ABSTAIN
	default:
		return Choice_CHOICE_UNSPECIFIED
	}
}

// NewBallotRecord is a record with no ballot in it.
func NewBallotRecord() []byte { return make([]byte, BallotRecordBytes) }

// RecordNumber of the record that holds a member's ballot.
func RecordNumber(memberID uint64) uint64 { return memberID / BallotsPerRecord }

// place of a member's two bits: the byte and how far its lowest bit lies from
// the byte's lowest.
func place(memberID uint64) (index int, shift uint) {
	within := memberID % BallotsPerRecord
	return int(within / 4), uint(within%4) * 2
}

// ReadBallot reads a member's ballot from its record of BallotRecordBytes bytes.
func ReadBallot(record []byte, memberID uint64) PackedChoice {
	index, shift := place(memberID)
	return PackedChoice(record[index]>>shift) & 3
}

// WriteBallot puts a member's ballot into its record of BallotRecordBytes bytes.
func WriteBallot(record []byte, memberID uint64, choice PackedChoice) {
	index, shift := place(memberID)
	record[index] = record[index]&^(3<<shift) | byte(choice&3)<<shift
}

// EachBallot calls visit for every ballot of a record in the order of member
// numbers, from a member's number on, until visit returns false.
func EachBallot(number uint64, record []byte, fromMemberID uint64, visit func(memberID uint64, choice PackedChoice) bool) {
	first := number * BallotsPerRecord
	for index, packed := range record {
		if packed == 0 {
			continue
		}
		for position := uint64(0); position < 4; position++ {
			memberID := first + uint64(index)*4 + position
			choice := ReadBallot(record, memberID)
			if choice == PackedNone || memberID < fromMemberID {
				continue
			}
			if !visit(memberID, choice) {
				return
			}
		}
	}
}

// NewBallotsHash is the beginning of the hash chain over the ballots: 32 zero bytes.
func NewBallotsHash() []byte { return make([]byte, sha256.Size) }

// ChainBallotsHash adds the next record, in ascending order of numbers:
// SHA-256(hash ‖ number as 8 bytes, big-endian ‖ record).
func ChainBallotsHash(hash []byte, number uint64, record []byte) []byte {
	link := make([]byte, 0, len(hash)+8+len(record))
	link = append(link, hash...)
	link = binary.BigEndian.AppendUint64(link, number)
	link = append(link, record...)
	next := sha256.Sum256(link)
	return next[:]
}

// Move takes one ballot of a class out of one counter and puts it into another:
// the only way a tally changes. Before is none for a first ballot. It says
// false if there was no ballot to take out.
func (t *Tally) Move(classID uint32, before, after PackedChoice) bool {
	class := t.class(classID)
	if from := class.counter(before); from != nil {
		if *from == 0 {
			return false
		}
		*from--
	}
	if to := class.counter(after); to != nil {
		*to++
	}
	return true
}

// class finds or makes a class's counters; classes stay in the order of their ids.
func (t *Tally) class(classID uint32) *ClassTally {
	at := 0
	for at < len(t.Classes) && t.Classes[at].ClassId < classID {
		at++
	}
	if at == len(t.Classes) || t.Classes[at].ClassId != classID {
		t.Classes = append(t.Classes, ClassTally{})
		copy(t.Classes[at+1:], t.Classes[at:])
		t.Classes[at] = ClassTally{ClassId: classID}
	}
	return &t.Classes[at]
}

// counter of a choice; nil for none.
func (c *ClassTally) counter(choice PackedChoice) *uint64 {
	switch choice {
	case PackedInFavour:
		return &c.InFavour
	case PackedAgainst:
		return &c.Against
	case PackedAbstained:
		return &c.Abstained
	default:
		return nil
	}
}
