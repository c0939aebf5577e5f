package types

import (
	"fmt"
	"slices"
	"strings"
)

// MaxMessageDepth is how deep resolutions may lie within each other: a co-op
// proposes in its federation that the federation proposes in the next one …
// 1 is a resolution that carries no proposal.
const MaxMessageDepth = 4

// Permission says under which conditions a resolution may carry a message.
type Permission struct {
	// Subject decides which of the charter's rules is needed.
	Subject string
	// Special adds the ledger's own floor.
	Special bool
	// RootOnly messages are decided by the root federation alone.
	RootOnly bool
	// Emergency messages may be decided by an emergency rule alone.
	Emergency bool
}

// AllowList is every message a resolution may carry, by type URL. What is not
// on it is refused when it is proposed and again when it is executed.
type AllowList map[string]Permission

// Validate checks that each entry is a type URL with a known subject.
func (a AllowList) Validate(knownSubject func(string) bool) error {
	for _, url := range a.URLs() {
		if !strings.HasPrefix(url, "/") {
			return fmt.Errorf("allow-list: %q is no type URL", url)
		}
		if subject := a[url].Subject; !knownSubject(subject) {
			return fmt.Errorf("allow-list: %s has the subject %q, which no charter knows", url, subject)
		}
	}
	return nil
}

// URLs on the list, in alphabetical order.
func (a AllowList) URLs() []string {
	urls := make([]string, 0, len(a))
	for url := range a {
		urls = append(urls, url)
	}
	slices.Sort(urls)
	return urls
}
