package charters

import membershiptypes "github.com/coopledger/coopledger/x/membership/types"

// recoveryRecord is how lost places come back and what stops a thief.
var recoveryRecord = record[membershiptypes.RecoveryPolicy]{what: "recovery", fields: []field[membershiptypes.RecoveryPolicy]{
	duration("guardians_delay", func(p *membershiptypes.RecoveryPolicy) *uint64 { return &p.GuardiansDelaySeconds }).
		described("In which any key of the member objects to what its guardians want, and for which a change of guardians waits."),
	duration("resolution_delay", func(p *membershiptypes.RecoveryPolicy) *uint64 { return &p.ResolutionDelaySeconds }).
		described("In which any key of the member objects to a recovery by resolution."),
	duration("in_person_delay", func(p *membershiptypes.RecoveryPolicy) *uint64 { return &p.InPersonDelaySeconds }).
		described("For which a recovery after an objection waits; not shorter than the other two."),
	duration("removal_delay", func(p *membershiptypes.RecoveryPolicy) *uint64 { return &p.RemovalDelaySeconds }).
		described("In which a key objects to its removal by another."),
	duration("freeze", func(p *membershiptypes.RecoveryPolicy) *uint64 { return &p.FreezeSeconds }).
		described("How long a freeze of a member's money lasts; not shorter than the first two."),
	number("max_open_recoveries", 0, func(p *membershiptypes.RecoveryPolicy) *uint32 { return &p.MaxOpenRecoveries }).
		described("By resolution, at a time."),
}}

// recovery says what the charter says about lost and stolen keys.
func (s speech) recovery(charter membershiptypes.Charter) (sentences []string) {
	policy := charter.Recovery
	if policy == nil {
		return nil
	}
	for _, part := range []struct {
		name    string
		seconds uint64
	}{
		{"recovery.guardians", policy.GuardiansDelaySeconds},
		{"recovery.resolution", policy.ResolutionDelaySeconds},
		{"recovery.person", policy.InPersonDelaySeconds},
		{"recovery.removal", policy.RemovalDelaySeconds},
		{"recovery.freeze", policy.FreezeSeconds},
	} {
		if part.seconds == 0 {
			sentences = append(sentences, s.say(part.name+".no"))
			continue
		}
		sentences = append(sentences, s.say(part.name, "period", s.duration(part.seconds)))
	}
	if policy.MaxOpenRecoveries > 0 {
		sentences = append(sentences, s.say("recovery.limit", "count", s.number(uint64(policy.MaxOpenRecoveries))))
	}
	return sentences
}
