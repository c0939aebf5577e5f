package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/coopledger/coopledger/tests/scenarios/driver"
)

// The roll that the co-op has kept until now, as it was first written down and as
// it is.
const (
	rollWithSlips = `member_number,class,joined,state
6,consumers,1998-04-01,active
7,consumers,2003-02-30,active
9,customers,2010-06-15,active
9,consumers,2012-01-09
10,supporters,2099-01-01,active
11,supporters,2020-09-05,left
`
	rightRoll = `member_number,class,joined,state
6,consumers,1998-04-01,active
7,consumers,2003-02-28,active
8,consumers,2010-06-15,active
9,consumers,2012-01-09,suspended
10,supporters,2019-01-01,active
11,supporters,2020-09-05,active
`
)

// bringingIn lets the members who exist come onto the ledger's roll: one
// resolution for the file, and then its rows in batches.
func (s *story) bringingIn() {
	s.Act("An existing co-op brings in its roll")
	s.Expect(s.Voters(market) == 5, "the market has %d voting members, not 5", s.Voters(market))
	s.Tell("Five of a market's members have founded it on the ledger. The others are in a file.")
	s.rehearsal()
	directory := s.announced()
	s.batches(directory)
	s.Expect(s.Voters(market) == 9, "the market has %d voting members, not 9", s.Voters(market))
	s.Tell("Nine are on the roll, four of them without a key, and two supporters who have no vote.")
}

// rehearsal lets the file be checked row by row before anything is sent.
func (s *story) rehearsal() {
	refused := s.Fails("6 problems", "import", s.WriteFile("roll.csv", []byte(rollWithSlips)), "--coop", market, "--dry-run")
	for _, says := range []string{
		`line 3: joined on "2003-02-30"; write the day like 1999-12-31`,
		`line 4: the member number is "9" and the ledger's next is 8`,
		`line 4: the charter has no class "customers"`,
		`line 5: has 3 fields; the first line names 4 columns`,
		`line 6: joined on 2099-01-01`,
		`line 7: the state is "left"`,
	} {
		s.Expect(strings.Contains(refused, says), "the rehearsal does not say %q: %s", says, refused)
	}
	s.Tell("A rehearsal, `coopd import roll.csv --coop %s --dry-run`, refuses it: %s", market, refused)
	report := s.Coopd("import", s.WriteFile("roll.csv", []byte(rightRoll)), "--coop", market, "--dry-run")
	for _, says := range []string{
		"line 2: member 6, consumers (one vote), joined 1998-04-01, active",
		"line 5: member 9, consumers (one vote), joined 2012-01-09, suspended",
		"line 6: member 10, supporters (no vote), joined 2019-01-01, active",
		"6 members can be brought in",
	} {
		s.Expect(strings.Contains(report, says), "the rehearsal does not say %q: %s", says, report)
	}
	s.Tell("They correct it, and the rehearsal says what each row becomes.")
}

// announced has the members decide on the file, and on their officers.
func (s *story) announced() (directory string) {
	file := s.WriteFile("roll.csv", []byte(rightRoll))
	directory = filepath.Join(filepath.Dir(file), "import")
	s.Coopd("import", file, "--coop", market, "--out", directory)
	s.Refused("once the members have passed", "emi", "membership", "import-members", filepath.Join(directory, "batch-0001.json"))
	var roll, officers uint64
	s.Together(
		func() { roll = s.ProposeFile("emi", filepath.Join(directory, "announce.yaml")) },
		func() {
			officers = s.Propose("ezra", driver.Resolution{Coop: market, Title: "Our officers", Messages: []map[string]any{
				driver.GrantMessage(s.id(), "1", "admit"), driver.GrantMessage(s.id(), "1", "board"), driver.GrantMessage(s.id(), "1", "chair"),
				driver.GrantMessage(s.id(), "2", "admit"), driver.GrantMessage(s.id(), "2", "board"), driver.GrantMessage(s.id(), "2", "book"), driver.GrantMessage(s.id(), "2", "convene"),
				driver.GrantMessage(s.id(), "3", "publish"), driver.GrantMessage(s.id(), "3", "scrutineer"), driver.GrantMessage(s.id(), "4", "scrutineer"), driver.GrantMessage(s.id(), "5", "board"),
			}})
		},
	)
	s.Together(
		func() { s.vote(roll, "yes", "emi", "edda", "enzo") },
		func() { s.vote(officers, "yes", "ezra", "elif") },
	)
	s.Await(roll, patience, "executed")
	s.Await(officers, patience, "executed")
	s.Tell("The members decide once for the whole file. Emi takes the chair, Ezra keeps the register and the book and convenes, Elif publishes, and she and Enzo are scrutineers; Emi, Ezra and Edda are the board.")
	return directory
}

// batches sends the rows.
func (s *story) batches(directory string) {
	files, err := filepath.Glob(filepath.Join(directory, "batch-*.json"))
	s.Must(err)
	slices.Sort(files)
	s.Expect(len(files) == 2, "the roll was cut into %d batches, not 2", len(files))
	s.Refused("row 0 is next", "edda", "membership", "import-members", files[1])
	s.Tx("edda", "membership", "import-members", files[0])
	s.Tx("edda", "membership", "import-members", files[1])
	s.Refused("is done with", "edda", "membership", "import-members", files[1])
	s.Tell("Edda sends the two batches, in their order: nothing but the file comes in, and nothing twice.")
}

// aPlaceOfHerOwn lets one who came with the file claim her place.
func (s *story) aPlaceOfHerOwn() {
	s.Act("Member 6 claims her place")
	made := s.invitation("6")
	s.Tx("ezra", "membership", "invite", market, made.Public, "--member", "6")
	s.NewKey("nadia")
	claim := s.WriteFile("claim.json", []byte(s.Coopd("tx", "membership", "accept-invitation", made.Code, "--from", "nadia", "--keyring-backend", "test")))
	s.Refused("a second officer must confirm", "ezra", "membership", "claim", claim)
	s.Tx("emi", "membership", "confirm-invitation", market, made.Public)
	s.Tx("ezra", "membership", "claim", claim)
	place, found := s.PlaceOf(s.AddressOf("nadia"), market)
	s.Expect(found && place.Member == 6, "Nadia's key acts for %+v", place)
	s.Tell("Nadia, member 6 since 1998, gets a code by hand. Her new key owns nothing; two officers offer her the place, and Ezra sends her claim. She has a key now.")
}

// invitation is what the newcomer gets by hand, and what the ledger is told.
type invitation struct {
	Code   string `json:"code"`
	Public string `json:"public_key"`
}

func (s *story) invitation(member string) (made invitation) {
	s.Must(json.Unmarshal([]byte(s.Coopd("tx", "membership", "make-invitation", market, "--member", member, "--chain-id", s.ChainID)), &made))
	return made
}

// lateComer is admitted after notice of the meeting was given.
func (s *story) lateComer() {
	s.NewKey("lena")
	s.Tx("ezra", "membership", "admit", market, "--class", consumers, "--key", s.ProveKey(market, "lena"))
	place, found := s.PlaceOf(s.AddressOf("lena"), market)
	s.Expect(found && place.Member == 12, "Lena's key acts for %+v", place)
}

// charterWith is the co-op's charter file with some lines changed.
func (s *story) charterWith(changes ...string) string {
	text, err := os.ReadFile("tests/scenarios/meetings/market.yaml")
	s.Must(err)
	changed := string(text)
	for i := 0; i+1 < len(changes); i += 2 {
		s.Expect(strings.Contains(changed, changes[i]), "market.yaml has no line %q", changes[i])
		changed = strings.Replace(changed, changes[i], changes[i+1], 1)
	}
	return s.WriteFile("charter.yaml", []byte(changed))
}
