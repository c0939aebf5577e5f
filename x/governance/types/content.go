package types

import (
	"strings"
	"unicode/utf8"

	"cosmossdk.io/errors"
)

// bidiControls can make a line read as something it is not.
const bidiControls = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"

// Validate refuses text and messages that are too long or can't be shown. What
// the messages do is checked against the allow-list by the keeper.
func (c Content) Validate(limits Params) error {
	if strings.TrimSpace(c.Title) == "" {
		return errors.Wrap(ErrInvalidContent, "the title is empty; say in one line what is to be decided")
	}
	if err := validateText("title", c.Title, limits.MaxTitleBytes, ""); err != nil {
		return err
	}
	if err := validateText("summary", c.Summary, limits.MaxSummaryBytes, "\n\t"); err != nil {
		return err
	}
	if c.Document != nil {
		if err := c.Document.Validate(limits.MaxUriBytes); err != nil {
			return errors.Wrapf(ErrInvalidContent, "%s", err)
		}
	}
	if len(c.Messages) > int(limits.MaxMessages) {
		return errors.Wrapf(ErrInvalidContent, "%d messages; a resolution carries at most %d, so make it two resolutions",
			len(c.Messages), limits.MaxMessages)
	}
	bytes := 0
	for i, message := range c.Messages {
		if message == nil {
			return errors.Wrapf(ErrInvalidContent, "message %d is empty; leave it out", i)
		}
		bytes += len(message.TypeUrl) + len(message.Value)
	}
	if bytes > int(limits.MaxMessageBytes) {
		return errors.Wrapf(ErrInvalidContent, "the messages take %d bytes; at most %d, so make it two resolutions",
			bytes, limits.MaxMessageBytes)
	}
	return nil
}

// validateText refuses what is too long, not UTF-8, or holds control characters
// other than those allowed.
func validateText(field, text string, bytesMax uint32, allowed string) error {
	if len(text) > int(bytesMax) {
		return errors.Wrapf(ErrInvalidContent, "the %s has %d bytes; at most %d, so put the rest into the document",
			field, len(text), bytesMax)
	}
	if !utf8.ValidString(text) {
		return errors.Wrapf(ErrInvalidContent, "the %s is not UTF-8 text; save it as UTF-8", field)
	}
	for _, char := range text {
		control := char < ' ' || (char >= 0x7f && char <= 0x9f) || strings.ContainsRune(bidiControls, char)
		if control && !strings.ContainsRune(allowed, char) {
			return errors.Wrapf(ErrInvalidContent, "the %s holds the control character %U; take it out", field, char)
		}
	}
	return nil
}
