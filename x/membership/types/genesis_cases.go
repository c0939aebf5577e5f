package types

import (
	"bytes"
	"crypto/sha256"
	"slices"
)

// cases must fit their stage, and lead to the members they are about.
func (c *stateCheck) cases() {
	last := uint64(0)
	for _, entry := range c.state.Cases {
		if entry.Id <= last || entry.Id >= c.state.NextCaseId {
			c.report("case %d follows case %d, and the next is %d: ids ascend from 1", entry.Id, last, c.state.NextCaseId)
		}
		last = entry.Id
		ref := MemberRef{CoopId: entry.CoopId, MemberId: entry.MemberId}
		member, found := c.member[ref]
		if !found {
			c.report("case %d is against %s, who does not exist", entry.Id, ref.Words())
			continue
		}
		if entry.Open() && !entry.Petition() && !member.HoldsPlace() {
			c.report("case %d against %s is open, and that is no member", entry.Id, ref.Words())
		}
		for i, charger := range entry.Chargers {
			if _, known := c.member[MemberRef{CoopId: entry.CoopId, MemberId: charger}]; !known || charger == entry.MemberId {
				c.report("member %d can't charge in case %d", charger, entry.Id)
			}
			if i > 0 && entry.Chargers[i-1] >= charger {
				c.report("charger %d of case %d is out of order", charger, entry.Id)
			}
		}
		for _, fault := range entry.faults(c.limits) {
			c.report("case %d %s", entry.Id, fault)
		}
	}
}

// faults are what in a case can't be at its stage.
func (c Case) faults(limits Params) []string {
	var faults []string
	must := func(holds bool, fault string) {
		if !holds {
			faults = append(faults, fault)
		}
	}
	_, stageKnown := CaseStage_name[int32(c.Stage)]
	_, endKnown := CaseEnd_name[int32(c.EndedAs)]
	must(stageKnown && c.Stage != CaseStage_CASE_STAGE_UNSPECIFIED, "is in no known stage")
	must(endKnown && c.Open() == (c.EndedAs == CaseEnd_CASE_END_UNSPECIFIED) && c.Open() == (c.EndedAt == 0), "is open and has ended, or neither")
	must(c.Open() == (c.DueAt != 0) && c.DueAt >= 0, "has no deadline though it is open, or one though it is not")
	must(validateWord("ground", c.Ground) == nil, "has no ground")
	must(len(c.ChargeSha256) == sha256.Size, "has no charge in writing")
	must(len(c.Terms.Grounds) == 0 && len(c.Chargers) <= int(limits.MaxChargersPerCase), "keeps more than it needs")
	must(c.ByMembers == (c.ByMembers && c.Terms.ChargingMembers > 0) && (!c.ByMembers || len(c.Chargers) > 0), "was brought by members who could not")
	must(!c.Petition() || c.ByMembers, "waits for members to join, and was not brought by members")
	must(!c.Open() || len(c.Chargers) >= c.ChargersToGoOn(), "has fewer chargers than it takes")
	said := slices.Concat(c.SettledWith, c.FailedWith)
	must(!slices.ContainsFunc(said, func(charger uint64) bool { return !c.IsCharger(charger) }), "has a word of others than its chargers about the mediation")
	must(slices.IsSorted(c.Withdrawn) && !slices.ContainsFunc(c.Withdrawn, func(member uint64) bool { return member == c.MemberId || c.IsCharger(member) }),
		"has parties who withdrew and charge, or are charged")
	must(c.Terms.longestPeriod() <= limits.MaxPeriodSeconds, "has terms of periods longer than the ledger's limit")

	at := c.Stage
	if c.Open() {
		must((at >= CaseStage_CASE_STAGE_REPLY) == (c.DeliveredAt != 0), "was delivered too early or not at all")
		must((at >= CaseStage_CASE_STAGE_APPEALABLE) == (c.Decision != nil), "was decided too early or not at all")
		must(at != CaseStage_CASE_STAGE_APPEALED || c.AppealedAt != 0, "is under appeal without one")
		must(c.AppealDecision == nil || at == CaseStage_CASE_STAGE_FINAL, "has an appeal decided before its time")
	}
	must((c.RepliedAt != 0) == (len(c.ReplySha256) == sha256.Size) && (c.RepliedAt != 0 || len(c.ReplySha256) == 0), "has half a reply")
	must((c.AppealedAt != 0) == (len(c.AppealSha256) == sha256.Size) && (c.AppealedAt != 0 || len(c.AppealSha256) == 0), "has half an appeal")
	must(len(c.DeliverySha256) == 0 || (c.DeliveredAt != 0 && len(c.DeliverySha256) == sha256.Size), "has evidence of no delivery")
	must(c.RepliedAt == 0 || c.DeliveredAt != 0, "has a reply to what was not delivered")
	must(c.AppealedAt == 0 || c.Decision != nil, "has an appeal against nothing")
	must(c.AppealDecision == nil || c.AppealedAt != 0, "has a decision on no appeal")
	if c.Decision != nil {
		must(c.DeliveredAt != 0, "was decided before it was delivered")
		must(c.Decision.Validate(c.Terms, c.Terms.WarningsBeforeExpulsion) == nil, "has a decision that its terms don't allow")
	}
	if c.AppealDecision != nil && c.Decision != nil {
		must(c.AppealDecision.Validate(c.Terms, c.Terms.WarningsBeforeExpulsion) == nil && !c.AppealDecision.HarsherThan(*c.Decision),
			"has a decision on appeal that can't be")
	}
	must(!c.SuspendedMeanwhile || c.Terms.SuspendsMeanwhile, "suspended a member meanwhile, which its terms don't allow")
	return append(faults, c.endFaults()...)
}

// endFaults are decisions that don't lead to how a case ended.
func (c Case) endFaults() []string {
	wanted, final := map[CaseEnd]CaseOutcome{
		CaseEnd_CASE_END_DISMISSED: CaseOutcome_CASE_OUTCOME_DISMISSED,
		CaseEnd_CASE_END_WARNED:    CaseOutcome_CASE_OUTCOME_WARNING,
		CaseEnd_CASE_END_SUSPENDED: CaseOutcome_CASE_OUTCOME_SUSPENSION,
		CaseEnd_CASE_END_EXPELLED:  CaseOutcome_CASE_OUTCOME_EXPULSION,
	}[c.EndedAs], c.Final()
	if wanted != CaseOutcome_CASE_OUTCOME_UNSPECIFIED && (final == nil || final.Outcome != wanted) {
		return []string{"ended otherwise than it was decided"}
	}
	return nil
}

// conduct must agree with the cases and with the members' states.
func (c *stateCheck) conduct() {
	open := make(map[MemberRef]uint64)
	expelled := make(map[MemberRef]uint64)
	for _, entry := range c.state.Cases {
		ref := MemberRef{CoopId: entry.CoopId, MemberId: entry.MemberId}
		if entry.Open() && !entry.Petition() {
			if open[ref] != 0 {
				c.report("cases %d and %d against %s are both open", open[ref], entry.Id, ref.Words())
			}
			open[ref] = entry.Id
		}
		if entry.EndedAs == CaseEnd_CASE_END_EXPELLED {
			expelled[ref] = entry.Id
		}
	}
	var last Conduct
	for i, entry := range c.state.Conduct {
		ref := MemberRef{CoopId: entry.CoopId, MemberId: entry.MemberId}
		if i > 0 && (entry.CoopId < last.CoopId || (entry.CoopId == last.CoopId && entry.MemberId <= last.MemberId)) {
			c.report("conduct of %s is out of order", ref.Words())
		}
		last = entry
		if entry.Blank() {
			c.report("conduct of %s has nothing to say", ref.Words())
		}
		if entry.OpenCaseId != open[ref] {
			c.report("%s has the open case %d, and should have %d", ref.Words(), entry.OpenCaseId, open[ref])
		}
		if entry.ExpelledCaseId != expelled[ref] || (entry.ExpelledAt != 0) != (entry.ExpelledCaseId != 0) {
			c.report("%s was expelled by case %d, and should have been by %d", ref.Words(), entry.ExpelledCaseId, expelled[ref])
		}
		c.suspensions(entry, ref)
		c.clearances(entry, ref)
		delete(open, ref)
		delete(expelled, ref)
	}
	if len(open) > 0 || len(expelled) > 0 {
		c.report("%d open cases and %d expulsions are not noted with their members", len(open), len(expelled))
	}
	for _, member := range c.state.Members {
		c.expelledByCase(member)
	}
}

// expelledByCase: no expulsion without a case that is final.
func (c *stateCheck) expelledByCase(member Member) {
	if member.State != MemberState_MEMBER_STATE_EXPELLED {
		return
	}
	at, found := slices.BinarySearchFunc(c.state.Conduct, member, func(entry Conduct, of Member) int {
		if entry.CoopId != of.CoopId {
			return compare(entry.CoopId, of.CoopId)
		}
		return compare(entry.MemberId, of.MemberId)
	})
	if !found || c.state.Conduct[at].ExpelledAt == 0 {
		ref := MemberRef{CoopId: member.CoopId, MemberId: member.MemberId}
		c.report("%s is expelled, and no case came to that", ref.Words())
	}
}

func compare(a, b uint64) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

func (c *stateCheck) suspensions(entry Conduct, ref MemberRef) {
	previous := int64(0)
	for i, s := range entry.Suspensions {
		// The first may have come in with an existing roll, of no case.
		imported := i == 0 && s.CaseId == 0
		if s.From < 0 || s.Until <= s.From || s.From < previous || (s.CaseId == 0 && !imported) || s.CaseId >= c.state.NextCaseId {
			c.report("suspension %d of %s, from %d to %d in case %d, can't be", i, ref.Words(), s.From, s.Until, s.CaseId)
		}
		previous = s.Until
	}
	if !entry.Suspended() {
		return
	}
	member := c.member[ref]
	if member.State != MemberState_MEMBER_STATE_SUSPENDED || len(entry.Suspensions) == 0 || !entry.SuspendedFrom.TakesPart() {
		c.report("%s is %s, and is noted as suspended from %s", ref.Words(), member.State.Word(), entry.SuspendedFrom.Word())
	}
}

// clearances must come of the member's own cases, each once.
func (c *stateCheck) clearances(entry Conduct, ref MemberRef) {
	if len(entry.Clearances) > MaxClearances {
		c.report("%s has %d clearances; at most %d are kept", ref.Words(), len(entry.Clearances), MaxClearances)
	}
	seen := make(map[uint64]bool, len(entry.Clearances))
	for _, cleared := range entry.Clearances {
		at, found := slices.BinarySearchFunc(c.state.Cases, cleared.CaseId, func(of Case, id uint64) int { return compare(of.Id, id) })
		if !found || seen[cleared.CaseId] {
			c.report("%s is cleared in case %d, which does not exist or is named twice", ref.Words(), cleared.CaseId)
			continue
		}
		seen[cleared.CaseId] = true
		of := c.state.Cases[at]
		if !of.Cleared() || of.CoopId != entry.CoopId || of.MemberId != entry.MemberId || of.Ground != cleared.Ground ||
			!bytes.Equal(of.ChargeSha256, cleared.ChargeSha256) || cleared.RestUntil < of.EndedAt {
			c.report("%s is noted as cleared in case %d, which ended otherwise", ref.Words(), cleared.CaseId)
		}
	}
}

// documents must have all their versions, and one current version at most.
func (c *stateCheck) documents() {
	versions := make(map[MemberRef][]DocumentVersion)
	var last DocumentVersion
	for i, version := range c.state.DocumentVersions {
		before := [3]uint64{last.CoopId, last.DocumentId, uint64(last.Version)}
		now := [3]uint64{version.CoopId, version.DocumentId, uint64(version.Version)}
		if i > 0 && slices.Compare(before[:], now[:]) >= 0 {
			c.report("version %d of document %d of co-op %d is out of order", version.Version, version.DocumentId, version.CoopId)
		}
		last = version
		key := MemberRef{CoopId: version.CoopId, MemberId: version.DocumentId}
		versions[key] = append(versions[key], version)
	}
	var previous PublishedDocument
	names := make(map[PublishedDocument]bool)
	for _, document := range c.state.Documents {
		if _, found := c.coop[document.CoopId]; !found {
			c.report("document %d of co-op %d, which does not exist", document.DocumentId, document.CoopId)
		}
		next := uint64(1)
		if document.CoopId == previous.CoopId {
			next = previous.DocumentId + 1
		}
		if document.CoopId < previous.CoopId || document.DocumentId != next {
			c.report("document %d of co-op %d is out of order: ids count from 1", document.DocumentId, document.CoopId)
		}
		previous = document
		name := PublishedDocument{CoopId: document.CoopId, Kind: document.Kind, Name: document.Name}
		if names[name] {
			c.report("co-op %d has two documents %q of one kind", document.CoopId, document.Name)
		}
		names[name] = true
		key := MemberRef{CoopId: document.CoopId, MemberId: document.DocumentId}
		c.versions(document, versions[key])
		delete(versions, key)
	}
	if len(versions) > 0 {
		c.report("%d documents have versions and don't exist", len(versions))
	}
}

func (c *stateCheck) versions(document PublishedDocument, versions []DocumentVersion) {
	if len(versions) == 0 || uint32(len(versions)) != document.Versions {
		c.report("document %d of co-op %d has %d versions of %d", document.DocumentId, document.CoopId, len(versions), document.Versions)
		return
	}
	for i, version := range versions {
		err := ValidatePublished(document.Kind, document.Name, version.File, c.limits)
		_, byKnown := AddressBytes(version.PublishedBy)
		_, withdrawnByKnown := AddressBytes(version.WithdrawnBy)
		switch {
		case err != nil:
			c.report("version %d of document %d of co-op %d: %s", version.Version, document.DocumentId, document.CoopId, err)
		case version.Version != uint32(i)+1 || version.Supersedes >= version.Version || byKnown != nil || version.PublishedAt < 0:
			c.report("version %d of document %d of co-op %d can't be", version.Version, document.DocumentId, document.CoopId)
		case (version.WithdrawnAt != 0) != (withdrawnByKnown == nil) || (version.WithdrawnAt == 0) != (version.WithdrawnBy == ""):
			c.report("version %d of document %d of co-op %d is half withdrawn", version.Version, document.DocumentId, document.CoopId)
		}
	}
	latest, current := versions[len(versions)-1], document.CurrentVersion
	if (latest.WithdrawnAt == 0 && current != document.Versions) || (latest.WithdrawnAt != 0 && current != 0) {
		c.report("document %d of co-op %d has the current version %d of %d", document.DocumentId, document.CoopId, current, document.Versions)
	}
}
