package types

import (
	"math"
	"unicode/utf8"

	"cosmossdk.io/errors"
)

const (
	// MaxUpgradeNameBytes bounds an upgrade's name.
	MaxUpgradeNameBytes = 64
	// MaxUpgradeInfoBytes bounds an upgrade's info.
	MaxUpgradeInfoBytes = 4_096
	// MaxUpgradeDelayBlocks bounds blocks_after_execution.
	MaxUpgradeDelayBlocks uint64 = 10_000_000
)

// HeightAfter validates the message and returns the height at which the old
// binary stops, if the message is executed at the given height.
func (m *MsgScheduleUpgrade) HeightAfter(height int64) (int64, error) {
	if err := validateUpgradeName(m.Name); err != nil {
		return 0, err
	}
	if len(m.Info) > MaxUpgradeInfoBytes || !utf8.ValidString(m.Info) {
		return 0, errors.Wrapf(ErrInvalidUpgrade, "info has %d bytes; give at most %d bytes of UTF-8 text", len(m.Info), MaxUpgradeInfoBytes)
	}
	if m.BlocksAfterExecution == 0 || m.BlocksAfterExecution > MaxUpgradeDelayBlocks {
		return 0, errors.Wrapf(ErrInvalidUpgrade, "blocks_after_execution is %d; choose a number from 1 to %d",
			m.BlocksAfterExecution, MaxUpgradeDelayBlocks)
	}
	if height < 0 || height > math.MaxInt64-int64(m.BlocksAfterExecution) {
		return 0, errors.Wrapf(ErrInvalidUpgrade, "no height comes %d blocks after height %d; choose fewer blocks", m.BlocksAfterExecution, height)
	}
	return height + int64(m.BlocksAfterExecution), nil
}

// validateUpgradeName accepts what is safe as a directory's name, since the
// binary is put in a directory named after the upgrade.
func validateUpgradeName(name string) error {
	if len(name) == 0 || len(name) > MaxUpgradeNameBytes {
		return errors.Wrapf(ErrInvalidUpgrade, "name has %d bytes; give 1 to %d", len(name), MaxUpgradeNameBytes)
	}
	for i := 0; i < len(name); i++ {
		letter := name[i]
		isLetter := letter >= 'a' && letter <= 'z' || letter >= 'A' && letter <= 'Z'
		isDigit := letter >= '0' && letter <= '9'
		isInner := i > 0 && (letter == '.' || letter == '-' || letter == '_')
		if !isLetter && !isDigit && !isInner {
			return errors.Wrapf(ErrInvalidUpgrade, "name %q holds %q; use letters, digits and, inside, dots, hyphens and underscores", name, letter)
		}
	}
	return nil
}
