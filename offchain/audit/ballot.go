// Package audit lets somebody who trusts nobody check what a node says. It is
// written against the ledger's published formats alone and shares no code with
// the modules that keep the state.
package audit

import (
	"encoding/binary"
	"errors"
	"fmt"

	"github.com/cometbft/cometbft/proto/tendermint/crypto"
	ics23 "github.com/cosmos/ics23/go"
)

// The published format of ballots: x/governance/README.md.
const (
	// governanceStore is the name of the store that holds ballots.
	governanceStore = "governance"
	// ballotsPrefix begins the key of every packed ballot record.
	ballotsPrefix = 21
	// ballotsPerRecord members share a record of recordBytes, two bits each.
	ballotsPerRecord = 4096
	recordBytes      = ballotsPerRecord / 4
)

// Choice is what a ballot says, in the ledger's two bits.
type Choice byte

// The four values of a ballot. Against is "no", or "block" where the rule is consent.
const (
	None Choice = iota
	InFavour
	Against
	Abstained
)

// String says it in a word.
func (c Choice) String() string {
	return [...]string{"no ballot", "in favour", "against", "abstained"}[c&3]
}

// ErrProof says that a proof does not show what it should.
var ErrProof = errors.New("the proof does not hold")

// BallotKey is the store key of the record that holds a member's ballot: the
// prefix, the resolution's id and the record's number, each number as 8 bytes
// big-endian.
func BallotKey(resolutionID, memberID uint64) []byte {
	key := []byte{ballotsPrefix}
	key = binary.BigEndian.AppendUint64(key, resolutionID)
	return binary.BigEndian.AppendUint64(key, memberID/ballotsPerRecord)
}

// VerifyBallot returns the ballot of a member that an app hash commits to.
// Value is the record's 1,024 bytes, or empty if there is no such record; the
// two proof operations lead from the record to the store's root and from there
// to the app hash. The app hash of a height is in the header of the next one.
func VerifyBallot(appHash []byte, resolutionID, memberID uint64, value []byte, proof *crypto.ProofOps) (Choice, error) {
	if proof == nil || len(proof.Ops) != 2 {
		return None, fmt.Errorf("%w: it should have two steps, from the record to the store and from the store to the app hash", ErrProof)
	}
	inStore, err := commitment(proof.Ops[0])
	if err != nil {
		return None, err
	}
	inRoot, err := commitment(proof.Ops[1])
	if err != nil {
		return None, err
	}
	storeRoot, err := inStore.Calculate()
	if err != nil {
		return None, fmt.Errorf("%w: %w", ErrProof, err)
	}
	if !ics23.VerifyMembership(ics23.TendermintSpec, appHash, inRoot, []byte(governanceStore), storeRoot) {
		return None, fmt.Errorf("%w: the governance store it speaks of is not under this app hash", ErrProof)
	}
	key := BallotKey(resolutionID, memberID)
	if len(value) == 0 {
		if !ics23.VerifyNonMembership(ics23.IavlSpec, storeRoot, inStore, key) {
			return None, fmt.Errorf("%w: the record is said to be absent, and that is not shown", ErrProof)
		}
		return None, nil
	}
	if len(value) != recordBytes {
		return None, fmt.Errorf("%w: a record has %d bytes, this one %d", ErrProof, recordBytes, len(value))
	}
	if !ics23.VerifyMembership(ics23.IavlSpec, storeRoot, inStore, key, value) {
		return None, fmt.Errorf("%w: the record is not in the governance store", ErrProof)
	}
	within := memberID % ballotsPerRecord
	return Choice(value[within/4]>>(2*(within%4))) & 3, nil
}

func commitment(op crypto.ProofOp) (*ics23.CommitmentProof, error) {
	var proof ics23.CommitmentProof
	if err := proof.Unmarshal(op.Data); err != nil {
		return nil, fmt.Errorf("%w: a step can't be read: %w", ErrProof, err)
	}
	return &proof, nil
}
