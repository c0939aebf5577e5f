package types

import (
	"bytes"
	"cmp"
	"slices"
)

// place finds a member of the state.
func (c *stateCheck) place(coopID, memberID uint64) (Member, string, bool) {
	ref := MemberRef{CoopId: coopID, MemberId: memberID}
	member, found := c.member[ref]
	return member, ref.Words(), found
}

// personApplications checks each application by itself, and that a key has
// applied to a co-op once.
func (c *stateCheck) personApplications() {
	c.applicationNumbers()
	type applicant struct {
		coopID  uint64
		address string
	}
	next := make(map[uint64]uint64, len(c.state.ApplicationNumbers))
	for _, entry := range c.state.ApplicationNumbers {
		next[entry.CoopId] = entry.Next
	}
	applied := make(map[applicant]bool, len(c.state.PersonApplications))
	var last PersonApplication
	for _, a := range c.state.PersonApplications {
		if cmp.Or(cmp.Compare(last.CoopId, a.CoopId), cmp.Compare(last.Number, a.Number)) >= 0 {
			c.report("application %d to co-op %d is out of order", a.Number, a.CoopId)
		}
		last = a
		if a.Number >= max(next[a.CoopId], 1) || a.Number == 0 {
			c.report("application %d to co-op %d has a number that is still to come", a.Number, a.CoopId)
		}
		if who := (applicant{a.CoopId, a.Address}); applied[who] {
			c.report("%s has applied to co-op %d twice", a.Address, a.CoopId)
		} else {
			applied[who] = true
		}
		c.application(a)
	}
}

func (c *stateCheck) application(a PersonApplication) {
	if !isUsualSpelling(a.Address) {
		c.report("application %d to co-op %d is of %q, which is not an address in its usual spelling", a.Number, a.CoopId, a.Address)
	}
	stands := a.Stage == ApplicationStage_APPLICATION_STAGE_STANDING
	known := a.Stage != ApplicationStage_APPLICATION_STAGE_UNSPECIFIED && ApplicationStage_name[int32(a.Stage)] != ""
	if !known || stands != (a.Due != 0) || a.ExpiresAt <= a.AppliedAt {
		c.report("application %d to co-op %d is %s, made at %d, due at %d and over at %d, which can't be",
			a.Number, a.CoopId, a.Stage.Word(), a.AppliedAt, a.Due, a.ExpiresAt)
	}
	if len(a.Sponsors) > int(c.limits.MaxSponsors) || len(a.Objectors) > int(c.limits.MaxSponsors) {
		c.report("application %d to co-op %d has %d sponsors and %d objections", a.Number, a.CoopId, len(a.Sponsors), len(a.Objectors))
	}
	spoke := slices.Concat(a.Sponsors, a.Objectors)
	slices.Sort(spoke)
	if len(slices.Compact(spoke)) != len(a.Sponsors)+len(a.Objectors) {
		c.report("a member has spoken twice on application %d to co-op %d", a.Number, a.CoopId)
	}
	if a.RelayedBy != 0 {
		spoke = append(spoke, a.RelayedBy)
	}
	for _, memberID := range spoke {
		if _, name, found := c.place(a.CoopId, memberID); !found {
			c.report("application %d to co-op %d names %s, who does not exist", a.Number, a.CoopId, name)
		}
	}
}

func (c *stateCheck) applicationNumbers() {
	last := uint64(0)
	for _, entry := range c.state.ApplicationNumbers {
		if _, found := c.coop[entry.CoopId]; !found || entry.CoopId <= last || entry.Next == 0 {
			c.report("the next application to co-op %d has the number %d: out of order, or no such co-op", entry.CoopId, entry.Next)
		}
		last = entry.CoopId
	}
	var previous ClassDay
	for _, day := range c.state.ClassDays {
		if cmp.Or(cmp.Compare(previous.CoopId, day.CoopId), cmp.Compare(previous.ClassId, day.ClassId)) >= 0 {
			c.report("the admissions to class %d of co-op %d are out of order", day.ClassId, day.CoopId)
		}
		previous = day
		if coop, found := c.coop[day.CoopId]; !found || day.ClassId > coop.LastClassId || day.Admissions == 0 || day.Day < 0 {
			c.report("class %d of co-op %d admitted %d on day %d, which can't be", day.ClassId, day.CoopId, day.Admissions, day.Day)
		}
	}
}

// notices fit the places they are about, and a place that is leaving or a
// minor's has the notice that ends it.
func (c *stateCheck) notices() {
	type about struct {
		ref  MemberRef
		kind NoticeKind
	}
	given := make(map[about]Notice, len(c.state.Notices))
	var last Notice
	for _, n := range c.state.Notices {
		if cmp.Or(cmp.Compare(last.CoopId, n.CoopId), cmp.Compare(last.MemberId, n.MemberId), cmp.Compare(last.Kind, n.Kind)) >= 0 {
			c.report("the notice of %s on member %d of co-op %d is out of order", n.Kind.Word(), n.MemberId, n.CoopId)
		}
		last = n
		given[about{MemberRef{CoopId: n.CoopId, MemberId: n.MemberId}, n.Kind}] = n
		c.notice(n)
	}
	for _, member := range c.state.Members {
		ref := MemberRef{CoopId: member.CoopId, MemberId: member.MemberId}
		_, leaves := given[about{ref, NoticeKind_NOTICE_KIND_LEAVING}]
		if member.State == MemberState_MEMBER_STATE_LEAVING && !leaves {
			c.report("%s is leaving and has given no notice", ref.Words())
		}
		majority, comesOfAge := given[about{ref, NoticeKind_NOTICE_KIND_MAJORITY}]
		if member.HoldsPlace() && (member.IsMinor() != comesOfAge || (comesOfAge && majority.Due == 0)) {
			c.report("%s is a minor: %t; a date at which it comes of age: %t", ref.Words(), member.IsMinor(), comesOfAge)
		}
		if (member.IsMinor() || member.Holders > 1) && member.Kind != MemberKind_MEMBER_KIND_PERSON {
			c.report("%s is a co-op, and can't be a minor or a joint place", ref.Words())
		}
		if uint64(member.Holders) > uint64(c.limits.MaxKeysPerMember) || (member.IsMinor() && member.Holders > 1) {
			c.report("%s has %d holders, and is a minor: %t", ref.Words(), member.Holders, member.IsMinor())
		}
	}
}

func (c *stateCheck) notice(n Notice) {
	member, name, found := c.place(n.CoopId, n.MemberId)
	if !found || !member.HoldsPlace() {
		c.report("a notice of %s on %s, who is no member now", n.Kind.Word(), name)
		return
	}
	if ValidateDocumentHash(n.DocumentSha256) != nil || (n.Representative != "" && !isUsualSpelling(n.Representative)) {
		c.report("the notice of %s on %s has a document or representative that can't be", n.Kind.Word(), name)
	}
	sound := false
	switch n.Kind {
	case NoticeKind_NOTICE_KIND_LEAVING:
		sound = n.Due != 0 && member.State != MemberState_MEMBER_STATE_ACTIVE
	case NoticeKind_NOTICE_KIND_LAPSE:
		sound = n.Contested == (n.Due == 0) && n.Ground != ""
	case NoticeKind_NOTICE_KIND_DEATH:
		sound = (n.RecordedBy == 0 || n.ConfirmedBy != 0) == (n.Due != 0) && !n.Contested
	case NoticeKind_NOTICE_KIND_TRIAL, NoticeKind_NOTICE_KIND_MAJORITY:
		sound = n.Due != 0
	case NoticeKind_NOTICE_KIND_CLASS:
		sound = n.Due == 0 && n.ToClassId != 0
	}
	if !sound {
		c.report("the notice of %s on %s is due at %d, contested: %t, which can't be", n.Kind.Word(), name, n.Due, n.Contested)
	}
}

// trustees act for minors' places and for those that have ended.
func (c *stateCheck) trustees() {
	var last Trustee
	for _, trustee := range c.state.Trustees {
		if cmp.Or(cmp.Compare(last.CoopId, trustee.CoopId), cmp.Compare(last.MemberId, trustee.MemberId)) >= 0 {
			c.report("the trustee of member %d of co-op %d is out of order", trustee.MemberId, trustee.CoopId)
		}
		last = trustee
		member, name, found := c.place(trustee.CoopId, trustee.MemberId)
		if !found || (member.HoldsPlace() && !member.IsMinor()) {
			c.report("%s has a trustee and can act for itself, or does not exist", name)
		}
		if !isUsualSpelling(trustee.Address) {
			c.report("the trustee of %s: %q is not an address in its usual spelling", name, trustee.Address)
		}
	}
}

func (c *stateCheck) waits() {
	var (
		lastCoop uint64
		last     []byte
	)
	for _, wait := range c.state.RejoinWaits {
		account, err := AddressBytes(wait.Address)
		if err != nil || !isUsualSpelling(wait.Address) {
			c.report("%q waits to join co-op %d and is not an address in its usual spelling", wait.Address, wait.CoopId)
			continue
		}
		if cmp.Or(cmp.Compare(lastCoop, wait.CoopId), bytes.Compare(last, account)) >= 0 {
			c.report("the wait of %s for co-op %d is out of order", wait.Address, wait.CoopId)
		}
		lastCoop, last = wait.CoopId, account
		if _, found := c.coop[wait.CoopId]; !found || wait.Until <= 0 {
			c.report("%s waits until %d to join co-op %d, which can't be", wait.Address, wait.Until, wait.CoopId)
		}
	}
}

// imports take their rows in order; one file of a co-op is open at most.
func (c *stateCheck) imports() {
	open := make(map[uint64]bool)
	var last Import
	for _, file := range c.state.Imports {
		if cmp.Or(cmp.Compare(last.CoopId, file.CoopId), bytes.Compare(last.FileSha256, file.FileSha256)) >= 0 {
			c.report("the import of %x into co-op %d is out of order", file.FileSha256, file.CoopId)
		}
		last = file
		left := file.RemainingFormer
		for _, class := range file.Remaining {
			left += class.Members
		}
		_, found := c.coop[file.CoopId]
		if !found || len(file.FileSha256) != sha256Bytes || len(file.Head) != sha256Bytes ||
			file.NextRow > file.Members || left != file.Members-file.NextRow {
			c.report("the import of %x into co-op %d stands at row %d of %d with %d to come, which can't be",
				file.FileSha256, file.CoopId, file.NextRow, file.Members, left)
		}
		done := file.Status == ImportStatus_IMPORT_STATUS_DONE
		switch {
		case file.Status == ImportStatus_IMPORT_STATUS_UNSPECIFIED || ImportStatus_name[int32(file.Status)] == "",
			done != (left == 0), done && !bytes.Equal(file.Head, ImportTail()):
			c.report("the import of %x into co-op %d has the status %s with %d members to come", file.FileSha256, file.CoopId, file.Status, left)
		case file.Status == ImportStatus_IMPORT_STATUS_OPEN && open[file.CoopId]:
			c.report("co-op %d has two open imports", file.CoopId)
		}
		open[file.CoopId] = open[file.CoopId] || file.Status == ImportStatus_IMPORT_STATUS_OPEN
	}
	var previous ExternalId
	for _, id := range c.state.ExternalIds {
		if cmp.Or(cmp.Compare(previous.CoopId, id.CoopId), bytes.Compare(previous.ExternalId, id.ExternalId)) >= 0 {
			c.report("the external id %x of co-op %d is out of order", id.ExternalId, id.CoopId)
		}
		previous = id
		if _, name, found := c.place(id.CoopId, id.MemberId); !found || len(id.ExternalId) != sha256Bytes {
			c.report("the external id %x leads to %s, or is no SHA-256", id.ExternalId, name)
		}
	}
}

// isUsualSpelling says whether a text is an address as the ledger writes it.
func isUsualSpelling(text string) bool {
	account, err := AddressBytes(text)
	return err == nil && AddressText(account) == text
}
