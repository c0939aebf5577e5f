package types

import "strconv"

func decimal(n uint64) string { return strconv.FormatUint(n, 10) }

// federations checks that co-ops within co-ops are no deeper than counted,
// which rules out circles, and that each is a member at most once.
func (c *stateCheck) federations() {
	memberships, longest := make(map[uint64]uint64), make(map[uint64]uint64)
	for _, member := range c.state.Members {
		if member.MemberCoopId == 0 || !member.HoldsPlace() {
			continue
		}
		below, found := c.coop[member.MemberCoopId]
		federation := c.coop[member.CoopId]
		if !found {
			c.report("co-op %d has the member co-op %d, which does not exist", member.CoopId, member.MemberCoopId)
			continue
		}
		if federation.LevelsBelow < below.LevelsBelow+1 {
			c.report("co-op %d counts %d levels below it, and its member co-op %d counts %d",
				federation.Id, federation.LevelsBelow, below.Id, below.LevelsBelow)
		}
		seconds, err := c.charter[below.Id].FederationVoteSeconds()
		if err == nil {
			longest[federation.Id] = max(longest[federation.Id], seconds)
		}
		memberships[below.Id]++
	}
	for _, coop := range c.state.Coops {
		if coop.LongestMemberVoteSeconds != longest[coop.Id] {
			c.report("co-op %d counts %s for its members' votes, and the slowest member co-op needs %s",
				coop.Id, Duration(coop.LongestMemberVoteSeconds), Duration(longest[coop.Id]))
		}
		if coop.LevelsBelow+1 > c.limits.MaxFederationLevels {
			c.report("co-op %d counts %d levels below it; there can be %d in all", coop.Id, coop.LevelsBelow, c.limits.MaxFederationLevels)
		}
		if memberships[coop.Id] > uint64(c.limits.MaxFederationsPerCoop) {
			c.report("co-op %d is a member of %d federations", coop.Id, memberships[coop.Id])
		}
	}
}

func (c *stateCheck) applications() {
	var last Application
	for _, application := range c.state.Applications {
		_, known := c.coop[application.CoopId]
		_, applicant := c.coop[application.ApplicantCoopId]
		if !known || !applicant || application.CoopId == application.ApplicantCoopId || application.ExpiresAt < 0 {
			c.report("application of co-op %d to co-op %d, ending at %d, can't be",
				application.ApplicantCoopId, application.CoopId, application.ExpiresAt)
		}
		if application.CoopId < last.CoopId ||
			(application.CoopId == last.CoopId && application.ApplicantCoopId <= last.ApplicantCoopId) {
			c.report("application of co-op %d to co-op %d is out of order", application.ApplicantCoopId, application.CoopId)
		}
		last = application
	}
}
