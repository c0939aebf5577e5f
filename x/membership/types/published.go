package types

import "strings"

// documentKinds in the words of commands, by number.
var documentKinds = []string{"", "bylaws", "minutes", "accounts", "code-of-conduct", "learning", "other"}

// DocumentKinds lists the kinds in the words of commands.
func DocumentKinds() []string { return documentKinds[1:] }

// Word says the kind as commands do.
func (k DocumentKind) Word() string {
	if k < 1 || int(k) >= len(documentKinds) {
		return "of no known kind"
	}
	return documentKinds[k]
}

// DocumentKindByWord reads a kind as commands say it.
func DocumentKindByWord(word string) (DocumentKind, error) {
	for kind, known := range documentKinds {
		if kind > 0 && known == word {
			return DocumentKind(kind), nil
		}
	}
	return 0, ErrNotPublishable.Wrapf("%q is no kind of document; the kinds are %s", word, strings.Join(DocumentKinds(), ", "))
}

// ValidatePublished refuses a name, kind or file that can't be in a register.
func ValidatePublished(kind DocumentKind, name string, file Document, limits Params) error {
	if kind < 1 || int(kind) >= len(documentKinds) {
		return ErrNotPublishable.Wrapf("%d is no kind of document; the kinds are %s", kind, strings.Join(DocumentKinds(), ", "))
	}
	if strings.TrimSpace(name) == "" || strings.TrimSpace(name) != name {
		return ErrNotPublishable.Wrapf("the name %q: give one that neither is empty nor begins or ends with a space", name)
	}
	if err := validateText("document name", name, limits.MaxNameBytes); err != nil {
		return ErrNotPublishable.Wrap(err.Error())
	}
	if err := file.Validate(limits.MaxUriBytes); err != nil {
		return ErrNotPublishable.Wrap(err.Error())
	}
	return nil
}
