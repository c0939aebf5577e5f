package driver

import (
	"fmt"
	"strings"
	"time"
)

// Meeting is a general meeting as the ledger tells it.
type Meeting struct {
	ID     Number `json:"id"`
	Notice struct {
		Kind     string `json:"kind"`
		StartsAt string `json:"starts_at"`
	} `json:"notice"`
	Status        string `json:"status"`
	Present       Number `json:"present"`
	AgendaItems   int    `json:"agenda_items"`
	AnnualYear    int    `json:"annual_year"`
	RequisitionID Number `json:"requisition_id"`
}

// Stage of the meeting in words: convened, first call, open …
func (m Meeting) Stage() string {
	return strings.ReplaceAll(strings.ToLower(strings.TrimPrefix(m.Status, "MEETING_STATUS_")), "_", " ")
}

// LookAtMeeting finds a meeting by its number.
func (s *Scenario) LookAtMeeting(id uint64) Meeting {
	var answer struct {
		Meeting Meeting `json:"meeting"`
	}
	s.Get(fmt.Sprintf("/coop/governance/v1/meetings/%d", id), &answer)
	return answer.Meeting
}

// AwaitMeeting waits until a meeting has come to a stage, and fails the scenario
// when it is over before.
func (s *Scenario) AwaitMeeting(id uint64, patience time.Duration, stage string) Meeting {
	var last Meeting
	for deadline := time.Now().Add(patience); time.Now().Before(deadline); time.Sleep(pollInterval) {
		last = s.LookAtMeeting(id)
		if last.Stage() == stage {
			return last
		}
		if last.Stage() == "closed" || last.Stage() == "lapsed" {
			break
		}
	}
	s.Fail("surprise: meeting %d is %s and not %s", id, last.Stage(), stage)
	return last
}

// Calendar is what a co-op has coming up.
type Calendar struct {
	Today     string `json:"today"`
	AnnualDue string `json:"annual_due"`
	Overdue   bool   `json:"overdue"`
	Meetings  []struct {
		Meeting Meeting `json:"meeting"`
	} `json:"meetings"`
}

// CalendarOf a co-op.
func (s *Scenario) CalendarOf(coop string) Calendar {
	var answer Calendar
	s.Get("/coop/governance/v1/coops/"+coop+"/calendar", &answer)
	return answer
}

// Attested is how many of the ballots on a resolution scrutineers entered.
func (s *Scenario) Attested(id uint64) (total uint64) {
	var answer struct {
		Attested struct {
			Classes []Tally `json:"classes"`
		} `json:"attested"`
	}
	s.Get(fmt.Sprintf("/coop/governance/v1/resolutions/%d/tally", id), &answer)
	for _, class := range answer.Attested.Classes {
		total += uint64(class.InFavour + class.Against + class.Abstained)
	}
	return total
}
