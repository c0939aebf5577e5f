package types

import "strconv"

const (
	minSlugBytes = 2
	maxSlugBytes = 32
)

// ValidateSlug refuses what can't be a co-op's short name. A slug is never all
// digits, so that commands can take a slug or an id in the same place.
func ValidateSlug(slug string) error {
	if len(slug) < minSlugBytes || len(slug) > maxSlugBytes {
		return ErrInvalidSlug.Wrapf("%q has %d characters; a slug has %d to %d", slug, len(slug), minSlugBytes, maxSlugBytes)
	}
	if !isWord(slug) {
		return ErrInvalidSlug.Wrapf("%q: a slug has only lower-case letters, digits and hyphens, and no hyphen at either end", slug)
	}
	if _, isID := coopID(slug); isID {
		return ErrInvalidSlug.Wrapf("%q has only digits and would be taken for an id; add a letter", slug)
	}
	return nil
}

// isWord says whether a name has only lower-case letters, digits and hyphens
// in between.
func isWord(name string) bool {
	for i, r := range []byte(name) {
		switch {
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9':
		case r == '-' && i > 0 && i < len(name)-1:
		default:
			return false
		}
	}
	return name != ""
}

// coopID reads a reference that has only digits. An id too large for any co-op is zero.
func coopID(reference string) (uint64, bool) {
	if reference == "" {
		return 0, false
	}
	for _, r := range []byte(reference) {
		if r < '0' || r > '9' {
			return 0, false
		}
	}
	id, err := strconv.ParseUint(reference, 10, 64)
	if err != nil {
		return 0, true
	}
	return id, true
}

// ParseReference reads "SLUG or ID": an id, or zero and the slug.
func ParseReference(reference string) (id uint64, slug string, err error) {
	if id, isID := coopID(reference); isID {
		if id == 0 {
			return 0, "", ErrUnknownCoop.Wrapf("%q is not the id of any co-op; ids begin with 1", reference)
		}
		return id, "", nil
	}
	if err := ValidateSlug(reference); err != nil {
		return 0, "", ErrUnknownCoop.Wrapf("%q is neither a co-op's id nor a slug; list them with: coopd q membership coops", reference)
	}
	return 0, reference, nil
}
