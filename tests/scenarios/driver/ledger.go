package driver

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
)

const (
	inclusionPatience = 30 * time.Second
	pollInterval      = 300 * time.Millisecond

	// gasWanted of one transaction; free for members, up to their quota. What concerns
	// a book takes less, and an officer sends a month of it in minutes.
	gasWanted     = "1000000"
	gasOfBookings = "500000"
)

// TxResult is what became of a transaction.
type TxResult struct {
	Code   int     `json:"code"`
	RawLog string  `json:"raw_log"`
	TxHash string  `json:"txhash"`
	Height string  `json:"height"`
	Events []Event `json:"events"`
}

// Event is what the ledger says happened.
type Event struct {
	Type       string `json:"type"`
	Attributes []struct {
		Key   string `json:"key"`
		Value string `json:"value"`
	} `json:"attributes"`
}

// Attribute of the first event of a type, without JSON's quotes.
func (r TxResult) Attribute(event, key string) string {
	for _, e := range r.Events {
		if e.Type != event {
			continue
		}
		for _, attribute := range e.Attributes {
			if attribute.Key == key {
				return strings.Trim(attribute.Value, `"`)
			}
		}
	}
	return ""
}

// Tx signs and sends with a key of the network and waits until it is in a
// block. It fails the scenario unless the ledger accepts it.
func (s *Scenario) Tx(from string, arguments ...string) TxResult {
	result, err := s.TryTx(from, arguments...)
	s.Must(err)
	if result.Code != 0 {
		s.Fail("the ledger refused `coopd tx %s` of %s: %s", strings.Join(arguments, " "), from, result.RawLog)
	}
	return result
}

// Refused expects the ledger to refuse a transaction and to say why in these
// words; it tells the whole reason.
func (s *Scenario) Refused(words, from string, arguments ...string) {
	sentence := s.refusal(words, from, arguments...)
	s.Tell("The ledger refuses %s: %s", from, sentence)
}

// RefusedUntil expects a refusal that says from when on it would be another
// matter, right after these words, and waits until then. To try again and again
// would use up what a member sends free of fees.
func (s *Scenario) RefusedUntil(words, from string, arguments ...string) {
	sentence := s.refusal(words, from, arguments...)
	s.Tell("The ledger refuses %s: %s", from, sentence)
	_, after, _ := strings.Cut(sentence, words+" ")
	s.Expect(len(after) >= len(time.DateTime), "no date follows %q in %q", words, sentence)
	when, err := time.Parse(time.DateTime, after[:len(time.DateTime)])
	s.Must(err)
	time.Sleep(time.Until(when.Add(someBlocks)))
}

// someBlocks is how long the ledger's own clock may lag behind.
const someBlocks = 5 * time.Second

func (s *Scenario) refusal(words, from string, arguments ...string) string {
	result, err := s.TryTx(from, arguments...)
	reason := result.RawLog
	if err != nil {
		reason = err.Error()
	}
	s.Expect(err != nil || result.Code != 0, "`coopd tx %s` of %s was accepted", strings.Join(arguments, " "), from)
	s.Expect(strings.Contains(reason, words), "`coopd tx %s` of %s was refused with %q, not with %q",
		strings.Join(arguments, " "), from, reason, words)
	for _, before := range []string{"message index: 0: ", "Error: refused: "} {
		if _, after, found := strings.Cut(reason, before); found {
			reason = after
		}
	}
	return reason
}

// TryTx signs and sends, and returns what became of it. A key sends one
// transaction after the other: each has the next number of its account.
func (s *Scenario) TryTx(from string, arguments ...string) (TxResult, error) {
	queue, _ := s.keys.LoadOrStore(from, &sync.Mutex{})
	one := queue.(*sync.Mutex) //nolint:forcetypeassert // nothing else is stored
	one.Lock()
	defer one.Unlock()
	arguments = append([]string{"tx"}, arguments...)
	arguments = append(arguments, "--from", from, "--yes", "-o", "json", "--home", s.ClientHome)
	if !slices.Contains(arguments, "--gas") {
		gas := gasWanted
		if arguments[1] == "treasury" {
			gas = gasOfBookings
		}
		arguments = append(arguments, "--gas", gas)
	}
	output, err := s.execute(commandPatience, arguments...)
	if err != nil {
		return TxResult{}, err
	}
	var sent TxResult
	if err := json.Unmarshal([]byte(lastLine(output)), &sent); err != nil {
		return TxResult{}, fmt.Errorf("coopd %s answers no JSON: %s", strings.Join(arguments, " "), output)
	}
	if sent.Code != 0 {
		return sent, nil
	}
	for deadline := time.Now().Add(inclusionPatience); time.Now().Before(deadline); time.Sleep(pollInterval) {
		var found struct {
			Response TxResult `json:"tx_response"`
		}
		if s.get("/cosmos/tx/v1beta1/txs/"+sent.TxHash, &found) == nil && found.Response.TxHash != "" {
			return found.Response, nil
		}
	}
	return sent, fmt.Errorf("the transaction %s of %s is in no block after %s", sent.TxHash, from, inclusionPatience)
}

func lastLine(text string) string {
	lines := strings.Split(strings.TrimSpace(text), "\n")
	return lines[len(lines)-1]
}

// Get asks the first node's REST interface.
func (s *Scenario) Get(path string, into any) { s.Must(s.get(path, into)) }

func (s *Scenario) get(path string, into any) error {
	request, err := http.NewRequestWithContext(s.ctx, http.MethodGet, s.Nodes[0].REST+path, nil)
	if err != nil {
		return err
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close() //nolint:errcheck // only read
	text, err := io.ReadAll(response.Body)
	if err != nil {
		return err
	}
	if response.StatusCode != http.StatusOK {
		return fmt.Errorf("GET %s: %s: %s", path, response.Status, text)
	}
	return json.Unmarshal(text, into)
}

// Resolution is a resolution as members write it.
type Resolution struct {
	Coop     string           `yaml:"coop"`
	Title    string           `yaml:"title"`
	Summary  string           `yaml:"summary,omitempty"`
	Document map[string]any   `yaml:"document,omitempty"`
	Rule     string           `yaml:"rule,omitempty"`
	Messages []map[string]any `yaml:"messages,omitempty"`
	// ForMeeting lets a general meeting vote on it.
	ForMeeting bool `yaml:"for_meeting,omitempty"`
}

// Propose opens a resolution with a member's key and returns its number.
func (s *Scenario) Propose(from string, resolution Resolution) uint64 {
	return s.ProposeFile(from, s.WriteYAML("resolution", resolution))
}

// ProposeFile opens the resolution that a file describes.
func (s *Scenario) ProposeFile(from, file string, arguments ...string) uint64 {
	result := s.Tx(from, append([]string{"governance", "propose", file}, arguments...)...)
	id, err := strconv.ParseUint(result.Attribute("coop.governance.v1.EventProposed", "resolution_id"), 10, 64)
	if err != nil {
		s.Fail("the proposal in %s got no number: %v", file, result.Events)
	}
	return id
}

// Vote casts a ballot with a member's key.
func (s *Scenario) Vote(from string, id uint64, choice string) {
	s.Tx(from, "governance", "vote", fmt.Sprint(id), choice)
}

// Found is a resolution as the ledger tells it.
type Found struct {
	Resolution struct {
		ID             string `json:"id"`
		Status         string `json:"status"`
		DueAt          Number `json:"due_at"`
		VotingOpenedAt Number `json:"voting_opened_at"`
		ClosedAt       Number `json:"closed_at"`
		Outcome        struct {
			Code      string `json:"code"`
			Chamber   int    `json:"chamber"`
			Codespace string `json:"codespace"`
			ErrorCode int    `json:"error_code"`
		} `json:"outcome"`
		BallotsHash string `json:"ballots_hash"`
	} `json:"resolution"`
}

// Status in one word: voting, rejected, executed …
func (f Found) Status() string {
	return strings.ToLower(strings.TrimPrefix(f.Resolution.Status, "STATUS_"))
}

// Outcome in words: blocked, no majority …
func (f Found) Outcome() string {
	code := strings.TrimPrefix(f.Resolution.Outcome.Code, "OUTCOME_CODE_")
	return strings.ReplaceAll(strings.ToLower(code), "_", " ")
}

// Look at a resolution.
func (s *Scenario) Look(id uint64) Found {
	var found Found
	s.Get(fmt.Sprintf("/coop/governance/v1/resolutions/%d", id), &found)
	return found
}

// Tally is a resolution's count.
type Tally struct {
	InFavour  Number `json:"in_favour"`
	Against   Number `json:"against"`
	Abstained Number `json:"abstained"`
	Roll      Number `json:"roll"`
}

// Number is a whole number that JSON carries as a text.
type Number uint64

// UnmarshalJSON reads "12".
func (n *Number) UnmarshalJSON(text []byte) error {
	number, err := strconv.ParseUint(strings.Trim(string(text), `"`), 10, 64)
	*n = Number(number)
	return err
}

// Count a resolution's ballots, as the command line says it.
func (s *Scenario) Count(id uint64) Tally {
	var tally Tally
	s.Ask(&tally, "governance", "tally", fmt.Sprint(id))
	return tally
}

// Await waits until a resolution has one of these statuses, and fails the
// scenario when it ends in another.
func (s *Scenario) Await(id uint64, patience time.Duration, statuses ...string) Found {
	var last Found
	for deadline := time.Now().Add(patience); time.Now().Before(deadline); time.Sleep(pollInterval) {
		last = s.Look(id)
		if slices.Contains(statuses, last.Status()) {
			return last
		}
		if slices.Contains([]string{"executed", "failed", "rejected", "withdrawn", "expired", "rescinded"}, last.Status()) {
			break
		}
	}
	s.Fail("surprise: resolution %d is %s (%s) and not %s", id, last.Status(), last.Outcome(), strings.Join(statuses, " or "))
	return last
}

// NumberOf finds an open or ended resolution of a co-op by its title; a
// resolution proposed by another co-op's decision appears without a transaction
// of its own.
func (s *Scenario) NumberOf(coop, title string) uint64 {
	for deadline := time.Now().Add(inclusionPatience); time.Now().Before(deadline); time.Sleep(pollInterval) {
		var list struct {
			Resolutions []struct {
				Resolution struct {
					ID Number `json:"id"`
				} `json:"resolution"`
				Title string `json:"title"`
			} `json:"resolutions"`
		}
		s.Get("/coop/governance/v1/coops/"+coop+"/resolutions?pagination.limit=100", &list)
		for _, line := range list.Resolutions {
			if line.Title == title {
				return uint64(line.Resolution.ID)
			}
		}
	}
	s.Fail("surprise: %s has no resolution %q", coop, title)
	return 0
}

// Voters is how many members are on a co-op's roll, as the command line says it.
func (s *Scenario) Voters(coop string) uint64 {
	var answer struct {
		Voters Number `json:"voters"`
	}
	s.Ask(&answer, "membership", "roll", coop)
	return uint64(answer.Voters)
}

// CoopID of a co-op, founded in genesis or later.
func (s *Scenario) CoopID(slug string) uint64 {
	var answer struct {
		Coop struct {
			ID Number `json:"id"`
		} `json:"coop"`
	}
	s.Get("/coop/membership/v1/coops/"+slug, &answer)
	return uint64(answer.Coop.ID)
}
