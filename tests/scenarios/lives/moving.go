package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// What the bakery has on paper: who its members are, what they hold, and what it
// owns. Member 6 has died, and is owed her share.
const (
	bakers = `member_number,class,joined,state,ended
4,members,2010-06-15,active,
5,members,2015-01-01,active,
6,members,1998-04-01,deceased,2026-02-11
`
	sharesHeld = `member_number,instrument,number,date,paid
1,share,1,2019-05-01,50000
4,share,1,2010-06-15,50000
5,share,1,2015-01-01,20000
6,share,1,1998-04-01,50000
`
	broughtBalance = `account,fund,balance
1100,operating,250000
1500,operating,30000
3000,operating,-280000
`
)

// moving brings a co-op in whole: its roll, its opening balances, its shares.
func (l *life) moving() {
	l.pass(l.grants("1 book", "2 book"), "gala", "gil")
	files := []string{
		l.WriteFile("grove-roll.csv", []byte(bakers)), l.WriteFile("grove-shares.csv", []byte(sharesHeld)), l.WriteFile("grove-opening.csv", []byte(broughtBalance)),
	}
	l.rehearsed(files)
	directory := filepath.Join(filepath.Dir(files[0]), "import-grove")
	l.Coopd(append([]string{"import", "--coop", l.coop, "--opening-account", "3000", "--out", directory}, files...)...)
	l.pass(filepath.Join(directory, "announce.yaml"), "gala", "gil")
	l.Tx("gina", "membership", "import-members", filepath.Join(directory, "batch-0001.json"))
	l.Expect(l.Voters(l.coop) == 5, "%d are on the roll, not 5", l.Voters(l.coop))
	l.opened(filepath.Join(directory, "opening.txt"))
	l.shared(filepath.Join(directory, "lots-0001.yaml"))
}

// rehearsed says what each row of each file becomes.
func (l *life) rehearsed(files []string) {
	report := l.Coopd(append([]string{"import", "--coop", l.coop, "--opening-account", "3000", "--dry-run"}, files...)...)
	for _, says := range []string{
		"line 4: member 6, members (no vote), joined 1998-04-01, deceased since 2026-02-11",
		"3 members can be brought in", "4 lots can be brought in with 1 messages", "3 balances can be brought in",
	} {
		l.Expect(strings.Contains(report, says), "the rehearsal does not say %q: %s", says, report)
	}
	l.Tell("The bakery brings its roll, its register of shares and its balance sheet. A rehearsal says what each row becomes.")
}

// opened has one officer enter the opening balances and another approve them.
func (l *life) opened(path string) {
	text, err := os.ReadFile(path)
	l.Must(err)
	commands := strings.Split(strings.TrimSpace(string(text)), "\n")
	for i, command := range commands {
		arguments := strings.Fields(strings.TrimSuffix(strings.TrimPrefix(command, "coopd tx "), " --from OFFICER"))
		l.Tx("gala", arguments...)
		l.Refused("another officer with the power", "gala", "treasury", "approve-entry", l.coop, fmt.Sprint(i+1))
		l.Tx("gil", "treasury", "approve-entry", l.coop, fmt.Sprint(i+1))
	}
	balances := l.Balances(l.coop)
	l.Expect(balances["1100"] == 250_000 && balances["1500"] == 30_000 && balances["3000"] == -280_000, "the book opens with %v", balances)
	l.Tell("Gala enters the balance sheet with the %d commands that the import has written, and Gil approves each: a bank account of EUR 2,500.00 and ovens of EUR 300.00.", len(commands))
}

// shared has the members bring in what they hold, once.
func (l *life) shared(proposal string) {
	l.pass(proposal, "gil", "gina", "gala")
	var answer struct {
		Lots []struct {
			Lot struct {
				MemberID string `json:"member_id"`
				Paid     string `json:"paid"`
			} `json:"lot"`
		} `json:"lots"`
	}
	l.Ask(&answer, "treasury", "shares", l.coop)
	var held []string
	for _, line := range answer.Lots {
		held = append(held, line.Lot.MemberID+":"+line.Lot.Paid)
	}
	l.Expect(strings.Join(held, " ") == "1:50000 4:50000 5:20000 6:50000", "the members hold %v", held)
	balances := l.Balances(l.coop)
	l.Expect(balances["3000"] == -110_000 && balances["3150"] == -170_000, "the book has %v", balances)
	l.ends(proposal, "failed", "gil", "gina", "gala")
	l.Expect(l.Balances(l.coop)["3150"] == -170_000, "the shares came in twice")
	l.Tell("One decision brings in four shares, EUR 1,700.00 paid in, out of the members' equity; member 6's is still owed to her heirs. Proposed a second time it fails: no part of a file comes in twice.")
}
