package types_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/coopledger/coopledger/x/treasury/types"
)

// The addresses are those that EIP-55 gives as its test cases.
func TestAddressesOfEthereum(t *testing.T) {
	for _, text := range []string{
		"0x52908400098527886E0F7030069857D2E4169EE7", "0x8617E340B3D01FA5F11F306F4090FD50E238070D",
		"0xde709f2102306220921060314715629080e2fb77", "0x27b1fdb04752bbc536007a920d24acb045561c26",
		"0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed", "0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359",
		"0xdbF03B407c01E7cD3CBea99509d93f8DDDC8C6FB", "0xD1220A0cf47c7B9Be7A2E6BA89F429762e7b9aDb",
	} {
		address, err := types.ParseEthereum(text)
		require.NoError(t, err)
		require.Len(t, address, types.EthereumBytes)
		require.Equal(t, text, types.EthereumText(address))
	}
}

func TestAddressesOfEthereumThatAreRefused(t *testing.T) {
	for name, c := range map[string]struct{ text, says string }{
		"nothing":               {"", "give 0x and 40 hexadecimal digits"},
		"no prefix":             {"5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed", "give 0x"},
		"a capital prefix":      {"0X5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed", "give 0x"},
		"a digit less":          {"0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAe", "give 0x"},
		"a byte more":           {"0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed00", "give 0x"},
		"no digit":              {"0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAeg", "give 0x"},
		"nobody":                {"0x0000000000000000000000000000000000000000", "the address of nobody"},
		"small letters":         {"0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed", "without a slip it is written 0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"},
		"a slip of the pen":     {"0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAee", "a digit may be wrong"},
		"this ledger's":         {"coop1qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqvnkaxf", "give 0x"},
		"a novel":               {strings.Repeat("0x", 1<<20), "…"},
		"a line break after it": {"0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed\n", "give 0x"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := types.ParseEthereum(c.text)
			require.ErrorIs(t, err, types.ErrInvalidPayee)
			require.ErrorContains(t, err, c.says)
			require.Less(t, len(err.Error()), 400)
		})
	}
}
