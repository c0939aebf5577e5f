package types

import "strings"

// Subjects are what resolutions are about. A charter says which rule each needs.
const (
	SubjectAccounts   = "accounts"
	SubjectAdmission  = "admission"
	SubjectAppeals    = "appeals"
	SubjectChain      = "chain"
	SubjectCharter    = "charter"
	SubjectDiscipline = "discipline"
	SubjectDocuments  = "documents"
	SubjectFederation = "federation"
	SubjectMeetings   = "meetings"
	SubjectPayments   = "payments"
	SubjectPowers     = "powers"
	SubjectRecovery   = "recovery"
	SubjectInPerson   = "recovery-in-person"
	SubjectRescission = "rescission"
	SubjectSeat       = "seat"
	SubjectSeats      = "seats"
)

// Subject is one of the things that a resolution can be about.
type Subject struct {
	// Name as charters use it.
	Name string
	// Words say what belongs to it, for a member to read.
	Words string
	// Special says that no rule below the ledger's special floor may decide it.
	Special bool
	// RootOnly says that only the root federation decides such things.
	RootOnly bool
	// OnRequest says that a charter need not name a rule for it, since nothing of
	// the kind can be resolved unless the charter provides for it.
	OnRequest bool
}

// Subjects lists all of them in the order of their names. The list is closed:
// it changes only with the ledger's software.
func Subjects() []Subject {
	return []Subject{
		{Name: SubjectAccounts, Words: "the accounts of a period, by which its surplus is shared", OnRequest: true},
		{Name: SubjectAdmission, Words: "who becomes a member"},
		{Name: SubjectAppeals, Words: "appeals of members against decisions on charges"},
		{Name: SubjectChain, Words: "the ledger's own limits and software", Special: true, RootOnly: true},
		{Name: SubjectCharter, Words: "the charter itself", Special: true},
		{Name: SubjectDiscipline, Words: "charges against members, and what comes of them"},
		{Name: SubjectDocuments, Words: "which documents the co-op publishes"},
		{Name: SubjectFederation, Words: "what the co-op does as a member of another: apply, propose, second, vote, withdraw, leave"},
		{Name: SubjectMeetings, Words: "general meetings: convene, cancel, adjourn, close, minutes"},
		{Name: SubjectPayments, Words: "payments from the co-op's account"},
		{Name: SubjectPowers, Words: "which members are officers, and for how long"},
		{Name: SubjectRecovery, Words: "a new key for a member that lost its own"},
		{Name: SubjectInPerson, Words: "a new key for a member in spite of a veto, after it was seen in person", Special: true, OnRequest: true},
		{Name: SubjectRescission, Words: "taking back what has passed and is not yet carried out", Special: true},
		{Name: SubjectSeat, Words: "who operates the co-op's validator"},
		{Name: SubjectSeats, Words: "which member co-ops run the ledger's validators", Special: true, RootOnly: true},
	}
}

// SubjectByName finds a subject.
func SubjectByName(name string) (Subject, error) {
	names := make([]string, 0, len(Subjects()))
	for _, subject := range Subjects() {
		if subject.Name == name {
			return subject, nil
		}
		names = append(names, subject.Name)
	}
	return Subject{}, ErrUnknownSubject.Wrapf("%q is not a subject of resolutions; the subjects are %s",
		name, strings.Join(names, ", "))
}
