package driver

import (
	"os/exec"
	"strings"
)

// CheckJournals has programs of others read co-ops' journals, where they are installed.
func (s *Scenario) CheckJournals(coops ...string) {
	s.checkedBy("hledger", "hledger", coops, func(file string) []string { return []string{"-f", file, "check", "-s"} })
	s.checkedBy("bean-check", "beancount", coops, func(file string) []string { return []string{"--no-cache", file} })
}

// checkedBy lets a program that keeps books read journals, as they are and with a
// cent too much.
func (s *Scenario) checkedBy(program, format string, coops []string, arguments func(file string) []string) {
	path, err := exec.LookPath(program)
	if err != nil {
		s.Tell("Skipped: %s isn't on this machine; it would check the journals.", program)
		return
	}
	check := func(journal string) (string, error) {
		file := s.WriteFile("books."+format, []byte(journal))
		said, err := exec.CommandContext(s.ctx, path, arguments(file)...).CombinedOutput()
		return string(said), err
	}
	for _, coop := range coops {
		journal := s.Coopd("query", "treasury", "journal", coop, "--format", format)
		said, err := check(journal)
		s.Expect(err == nil, "%s refuses the journal of %s: %s", program, coop, said)
		_, err = check(s.aCentMore(journal))
		s.Expect(err != nil, "%s accepts a journal of %s with a cent too much", program, coop)
	}
	s.Tell("%s accepts the journals of %s, and none with a cent changed.", program, strings.Join(coops, ", "))
}

// aCentMore changes the first posting of a journal.
func (s *Scenario) aCentMore(journal string) string {
	const fund = "perating  "
	head, postings, found := strings.Cut(journal, fund)
	changed := strings.Replace(postings, ".00 EUR", ".01 EUR", 1)
	s.Expect(found && changed != postings, "there is no amount to change in the journal %s", journal)
	return head + fund + changed
}
