package ledger

import (
	"fmt"

	sdk "github.com/cosmos/cosmos-sdk/types"

	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
)

// Root is the slug of the root federation of Federation.
const Root = "federation"

// Worker is the slug of a worker co-op with seven members.
const Worker = "alder"

// MemberCoops of the root federation, as members 1, 2, 3 …; the first four run validators.
var MemberCoops = []string{Worker, "birch", "cedar", "dogwood", "elm", "fern", "gorse", "hazel", "ivy"}

// VotingSeconds of every rule in Federation; a federation's are twice as long.
const VotingSeconds = 100

// Federation is a root federation of nine co-ops under the rules medium
// (consent) and large (consent, and more than half of the roll). The worker
// co-op has seven members and an ordinary, a special and a quick rule; the
// others have two members each.
func Federation() Setup {
	foundings := []membershiptypes.Founding{{Slug: Root, Charter: FederationCharter()}}
	for _, slug := range MemberCoops {
		foundings[0].Founders = append(foundings[0].Founders, membershiptypes.Founder{Class: "co-ops", MemberCoop: slug})
		size := 2
		if slug == Worker {
			size = 7
		}
		founding := membershiptypes.Founding{Slug: slug, Charter: WorkerCharter()}
		for i := 1; i <= size; i++ {
			founding.Founders = append(founding.Founders, membershiptypes.Founder{
				Class: "workers", Addresses: []string{Member(slug, i).String()},
			})
		}
		foundings = append(foundings, founding)
	}
	return Setup{
		Foundings: foundings,
		SeatCoops: MemberCoops[:4],
		Rich:      []sdk.AccAddress{Stranger().Address(), Member(Worker, 1).Address()},
	}
}

// Member is the person who holds a place in a co-op of Federation.
func Member(slug string, number int) Person { return PersonNamed(fmt.Sprintf("%s %d", slug, number)) }

// Stranger has coins and is nobody's member.
func Stranger() Person { return PersonNamed("stranger") }

// FederationCharter has the rules medium and large.
func FederationCharter() membershiptypes.Charter {
	all := membershiptypes.Threshold{Numerator: 1, Denominator: 1, Base: membershiptypes.Base_BASE_VOTES_CAST}
	return membershiptypes.Charter{
		Name:        "Federation",
		Description: "Nine co-ops that run a ledger together.",
		Classes: []membershiptypes.Class{
			{Id: 1, Name: "co-ops", Votes: true, Admits: membershiptypes.MemberKind_MEMBER_KIND_COOP},
		},
		Rules: []membershiptypes.DecisionRule{
			{Name: "large", Approval: moreThanHalf(membershiptypes.Base_BASE_ROLL), Quorum: noQuorum(), Consent: true, VotingPeriodSeconds: 2 * VotingSeconds},
			{Name: "medium", Approval: all, Quorum: noQuorum(), Consent: true, VotingPeriodSeconds: 2 * VotingSeconds},
		},
		Requirements: []membershiptypes.Requirement{
			{Subject: membershiptypes.SubjectAdmission, Rule: "large"},
			{Subject: membershiptypes.SubjectChain, Rule: "large"},
			{Subject: membershiptypes.SubjectCharter, Rule: "large"},
			{Subject: membershiptypes.SubjectSeats, Rule: "large"},
		},
		DefaultRule:                 "medium",
		Admission:                   membershiptypes.AdmissionPolicy_ADMISSION_POLICY_RESOLUTION,
		MaxOpenResolutionsPerMember: 20,
	}
}

// WorkerCharter has an ordinary rule, a special one with a timelock, and a quick
// one with final ballots that closes as soon as it is decided.
func WorkerCharter() membershiptypes.Charter {
	twoThirds := membershiptypes.Threshold{Numerator: 2, Denominator: 3, Base: membershiptypes.Base_BASE_VOTES_CAST}
	half := membershiptypes.Threshold{Numerator: 1, Denominator: 2, Base: membershiptypes.Base_BASE_ROLL}
	return membershiptypes.Charter{
		Name:        "Worker co-op",
		Description: "Owned by those who work in it.",
		Classes: []membershiptypes.Class{
			{Id: 1, Name: "workers", Votes: true, Admits: membershiptypes.MemberKind_MEMBER_KIND_PERSON},
			{Id: 2, Name: "friends", Votes: false, Admits: membershiptypes.MemberKind_MEMBER_KIND_PERSON},
		},
		Rules: []membershiptypes.DecisionRule{
			{Name: "ordinary", Approval: moreThanHalf(membershiptypes.Base_BASE_VOTES_CAST), Quorum: noQuorum(), VotingPeriodSeconds: VotingSeconds},
			{Name: "quick", Approval: moreThanHalf(membershiptypes.Base_BASE_ROLL), Quorum: noQuorum(), FinalBallots: true, VotingPeriodSeconds: VotingSeconds},
			{Name: "seconded", Approval: moreThanHalf(membershiptypes.Base_BASE_VOTES_CAST), Quorum: noQuorum(), Seconders: 1, SecondingPeriodSeconds: VotingSeconds, DiscussionPeriodSeconds: VotingSeconds, VotingPeriodSeconds: VotingSeconds},
			{Name: "special", Approval: twoThirds, Quorum: half, OrMajorityOfRoll: true, VotingPeriodSeconds: VotingSeconds, TimelockPeriodSeconds: VotingSeconds},
		},
		Requirements: []membershiptypes.Requirement{
			{Subject: membershiptypes.SubjectCharter, Rule: "special"},
			{Subject: membershiptypes.SubjectFederation, Rule: "quick"},
		},
		DefaultRule:                 "ordinary",
		Admission:                   membershiptypes.AdmissionPolicy_ADMISSION_POLICY_OFFICER,
		MaxOpenResolutionsPerMember: 20,
	}
}

func moreThanHalf(base membershiptypes.Base) membershiptypes.Threshold {
	return membershiptypes.Threshold{Numerator: 1, Denominator: 2, MoreThan: true, Base: base}
}

func noQuorum() membershiptypes.Threshold {
	return membershiptypes.Threshold{Denominator: 1, Base: membershiptypes.Base_BASE_ROLL}
}
