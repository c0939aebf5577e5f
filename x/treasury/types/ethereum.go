package types

import (
	"encoding/hex"
	"strings"

	"github.com/ethereum/go-ethereum/crypto"
)

// EthereumBytes is how long an address of Ethereum is.
const EthereumBytes = 20

// ParseEthereum reads an address of Ethereum as its bytes. It wants the capitals of
// EIP-55, which show most slips of the pen, and refuses the address of nobody.
func ParseEthereum(text string) ([]byte, error) {
	digits, prefixed := strings.CutPrefix(text, "0x")
	address, err := hex.DecodeString(digits)
	if !prefixed || err != nil || len(address) != EthereumBytes {
		return nil, ErrInvalidPayee.Wrapf("%q is no address of Ethereum; give 0x and 40 hexadecimal digits", short(text))
	}
	if strings.Trim(digits, "0") == "" {
		return nil, ErrInvalidPayee.Wrapf("%s is the address of nobody, from which no coin comes back; give the payee's", text)
	}
	if spelled := EthereumText(address); spelled != text {
		return nil, ErrInvalidPayee.Wrapf("%s has not the capitals and small letters of its check (EIP-55), so a digit may be wrong; compare it with what the payee gave you, digit by digit: without a slip it is written %s", text, spelled)
	}
	return address, nil
}

// EthereumText writes an address with the capitals of EIP-55: a letter is one
// where the same digit of the hash of the small letters is 8 or more.
func EthereumText(address []byte) string {
	digits := []byte(hex.EncodeToString(address))
	check := hex.EncodeToString(crypto.Keccak256(digits))
	for i, digit := range digits {
		if digit >= 'a' && check[i] >= '8' {
			digits[i] = digit - 'a' + 'A'
		}
	}
	return "0x" + string(digits)
}

// short keeps a refusal from saying back more than anybody reads.
func short(text string) string {
	const most = 64
	if len(text) > most {
		return text[:most] + "…"
	}
	return text
}

// validateEthereum checks what payments to Ethereum have and others don't.
func (p Payment) validateEthereum() error {
	bridged := p.Status == PaymentStatus_PAYMENT_STATUS_AWAITING_BRIDGE || p.Status == PaymentStatus_PAYMENT_STATUS_IN_BRIDGE
	if p.PayeeEthereum == "" {
		if bridged {
			return ErrInvalidPayment.Wrapf("it is %s, and goes to no address of Ethereum", p.Status.Word())
		}
		return nil
	}
	_, err := ParseEthereum(p.PayeeEthereum)
	return err
}
