package types

import (
	"bytes"
	"cmp"
)

// usedProofs checks that what was proved can have been proved, each once.
func (c *stateCheck) usedProofs() {
	var (
		last    UsedProof
		lastKey []byte
	)
	for i, proof := range c.state.UsedProofs {
		key, err := AddressBytes(proof.Address)
		if err != nil || proof.Address != AddressText(key) {
			c.report("used proof %d is of %q, which is not an address as the ledger writes it", i, proof.Address)
			continue
		}
		if proof.ExpiresAt <= 0 || proof.MemberId >= max(c.roll[proof.CoopId].NextMemberId, 1) {
			c.report("used proof %d, of %s, names member %d of co-op %d and ends at %d, which can't be",
				i, proof.Address, proof.MemberId, proof.CoopId, proof.ExpiresAt)
		}
		if _, known := c.coop[proof.CoopId]; !known {
			c.report("used proof %d, of %s, names co-op %d, which does not exist", i, proof.Address, proof.CoopId)
		}
		ascending := cmp.Or(
			cmp.Compare(last.ExpiresAt, proof.ExpiresAt), cmp.Compare(last.CoopId, proof.CoopId),
			cmp.Compare(last.MemberId, proof.MemberId), bytes.Compare(lastKey, key),
		) < 0
		if !ascending {
			c.report("used proof %d, of %s, is out of order", i, proof.Address)
		}
		last, lastKey = proof, key
	}
}
