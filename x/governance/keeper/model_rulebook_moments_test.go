package keeper_test

// bookMoments are what a run has to come by, so that it proves something.
var bookMoments = []string{
	"a vote is extended", "a vote ends early",
	"a member's own ballot takes the place of an attested one", "an attested ballot leaves a member's own alone", "too many would be attested",
	"a co-op's own ballot takes the place of its delegate's", "a co-op has spoken before its delegate",
	"a ballot is counted in the class of the frozen roll", "an elector's ballot is counted in the class of the frozen roll",
	"a member changes its class",
	"a party is left out of the roll", "an elector who is a party is left out", "a party is refused its ballot", "what is not ready to be decided ends as its vote would open",
	"a delegate is beyond its scope", "a delegate speaks within its scope", "a delegate's term is over",
	"an annual meeting is convened", "members ask for an annual meeting that is overdue", "members get an annual meeting", "members get another meeting than the annual one", "an annual meeting lapses",
	"a meeting's roll is frozen as it opens", "a vote that a meeting opens has its own period",
	"an execution is held back", "rescinded: passed and waiting for its timelock", "rescinded: passed and about to be executed",
	"a holder joins a trip", "a trip is taken up again", "a trip ends with a holder's word",
	"a meeting opens: at first call", "a meeting opens: at second call", "a meeting is put off", "a meeting is held again", "a meeting lapses",
	"a meeting moves its agenda on: being voted on", "a meeting moves its agenda on: tabled for a general meeting", "members convene",
	"OUTCOME_CODE_NONE_IN_FAVOUR", "OUTCOME_CODE_BLOCKED", "OUTCOME_CODE_NO_QUORUM", "OUTCOME_CODE_NO_MAJORITY", "OUTCOME_CODE_PASSED",
	"OUTCOME_CODE_EXECUTED", "OUTCOME_CODE_EXECUTED" + sending, "OUTCOME_CODE_EXECUTED" + voting, "OUTCOME_CODE_EXECUTED" + deciding, "OUTCOME_CODE_MESSAGE_REFUSED" + deciding, "OUTCOME_CODE_MESSAGE_REFUSED" + rescinding,
}

// notes the moments that a ballot brings.
func (p *paper) notes(m *bookMotion, member uint64, ballot bookBallot) {
	standing := m.ballots[member]
	own := ballot.sheet == 0 && ballot.delegate == 0
	switch {
	case own && standing.sheet != 0:
		p.seen["a member's own ballot takes the place of an attested one"]++
	case own && standing.delegate != 0:
		p.seen["a co-op's own ballot takes the place of its delegate's"]++
	}
	if class := m.roll[member]; class != p.people[m.coop][member].class {
		if m.board() {
			p.seen["an elector's ballot is counted in the class of the frozen roll"]++
		} else {
			p.seen["a ballot is counted in the class of the frozen roll"]++
		}
	}
}
