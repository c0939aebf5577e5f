package types

import "bytes"

// MaxClearances is how many charges that came to nothing are kept with a member;
// the oldest goes first.
const MaxClearances = 64

// Cleared says whether the case ended with nothing held against the member, by
// the body that decides or on appeal.
func (c Case) Cleared() bool {
	return c.EndedAs == CaseEnd_CASE_END_DISMISSED || c.EndedAs == CaseEnd_CASE_END_UPHELD
}

// Clear notes a case that came to nothing. Until rest nobody charges the member
// on its ground, and with the same charge nobody does again.
func (c *Conduct) Clear(of Case, rest int64) {
	from := max(0, len(c.Clearances)+1-MaxClearances)
	c.Clearances = append(c.Clearances[from:len(c.Clearances):len(c.Clearances)],
		Clearance{CaseId: of.Id, ChargeSha256: of.ChargeSha256, Ground: of.Ground, RestUntil: rest})
}

// MayBeCharged refuses a charge that came to nothing before, in the same words or,
// for a while, on the same ground. Who loses could otherwise go on until the
// member gives up.
func (c Conduct) MayBeCharged(with Case, now int64) error {
	for _, cleared := range c.Clearances {
		switch {
		case bytes.Equal(cleared.ChargeSha256, with.ChargeSha256):
			return ErrInvalidCharge.Wrapf("this charge against member %d was decided in case %d and came to nothing; it can't be brought again", c.MemberId, cleared.CaseId)
		case cleared.Ground == with.Ground && now < cleared.RestUntil:
			return ErrInvalidCharge.Wrapf("member %d was cleared in case %d of a charge on the ground %q, and can be charged on it again from %s on; wait until then, or charge on another ground if there is one",
				c.MemberId, cleared.CaseId, cleared.Ground, Date(cleared.RestUntil))
		}
	}
	return nil
}
