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

// Validate checks that each entry is a type URL with a subject that charters know;
// subject says of one whether it is special, and whether they know it. A special message needs a special subject: under
// an ordinary one a charter could name a rule, a board's even, that reads as if it
// decided, and only the floor beneath it would say otherwise. In an emergency only
// what is special and the root federation's is decided.
func (a AllowList) Validate(subject func(name string) (special, known bool)) error {
	for _, url := range a.URLs() {
		permission := a[url]
		special, known := subject(permission.Subject)
		switch {
		case !strings.HasPrefix(url, "/"):
			return fmt.Errorf("allow-list: %q is no type URL", url)
		case !known:
			return fmt.Errorf("allow-list: %s has the subject %q, which no charter knows", url, permission.Subject)
		case permission.Special && !special:
			return fmt.Errorf("allow-list: %s is special and its subject %q is ordinary: charters would name rules for it that can't decide it", url, permission.Subject)
		case permission.Emergency && (!permission.Special || !permission.RootOnly):
			return fmt.Errorf("allow-list: %s may be decided in an emergency, and is not both special and the root federation's", url)
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
