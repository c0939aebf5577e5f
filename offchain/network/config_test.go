package network

import (
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestConfigRefusesWhatItCanNotDo(t *testing.T) {
	shipped, err := os.ReadFile("../../config.yml")
	require.NoError(t, err)
	cases := []struct{ name, from, to, want string }{
		{"error - unknown key at the top", "version: 1", "version: 1\nbuild: {}", `"build" is not a key of a Config`},
		{"error - unknown key of a co-op", "slug: alder", "slug: alder\n      weight: 2", `"weight" is not a key of a Coop`},
		{"error - unknown key of a member", "- keys: [ada,", "- weight: 2\n          keys: [ada,", `a member has no key "weight"`},
		{"error - other version", "version: 1", "version: 2", "version is 2; this program reads version 1"},
		{"error - a faucet of nobody", "version: 1", "version: 1\nfaucet: {name: nobody, coins: [5credit]}", `faucet.name "nobody" is not among the accounts`},
		{"error - a faucet of nothing", "version: 1", "version: 1\nfaucet: {name: visitor}", "name what a request gets"},
		{"error - a faucet for the whole world", "version: 1", "version: 1\nfaucet: {name: visitor, coins: [5credit], host: \"0.0.0.0:4500\"}", "it listens on 127.0.0.1 alone"},
		{"error - a faucet whose most is less", "version: 1", "version: 1\nfaucet: {name: visitor, coins: [5credit], coins_max: [4credit]}", "is less than faucet.coins"},
		{"error - a faucet without a window", "version: 1", "version: 1\nfaucet: {name: visitor, coins: [5credit], rate_limit_window: soon}", "write a time such as 1h"},
		{"error - bonded coins", "  - name: alder\n  - name: birch\n  - name: cedar\n  - name: drift\n\ngenesis", "  - {name: alder, bonded: 100stake}\n  - name: birch\n  - name: cedar\n  - name: drift\n\ngenesis", "every seat has the same power"},
		{"error - validator of no co-op", "      validator: alder\n", "", `validator "alder" belongs to no co-op`},
		{"error - validator of two co-ops", "validator: birch", "validator: alder", `both run the validator "alder"`},
		{"error - validator without an account", "  - name: alder\n  - name: birch\n  - name: cedar\n  - name: drift\n\n  # The seven", "  - name: birch\n  - name: cedar\n  - name: drift\n\n  # The seven", `validator "alder" is not among the accounts`},
		{"error - unlisted validator", "validator: drift", "validator: ida", `co-op "drift" runs the validator "ida", which is not among the validators|validator "drift" belongs to no co-op`},
		{"error - member nobody knows", "members: [bela, bo]", "members: [bela, bob]", `its member "bob" is neither an account nor a co-op`},
		{"error - key nobody knows", "ada-laptop]", "ada-watch]", `member key "ada-watch" is not among the accounts`},
		{"error - account twice", "- name: ada\n", "- name: ada\n  - name: ada\n", `account "ada" is listed twice`},
		{"error - account in other letters", "- name: ada\n", "- name: Ada\n", `account name "Ada"`},
		{"error - co-op twice", "slug: birch", "slug: alder", `co-op "alder" is listed twice`},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			require.Contains(t, string(shipped), tc.from)
			_, err := ParseConfig([]byte(strings.Replace(string(shipped), tc.from, tc.to, 1)))
			require.Error(t, err)
			matched := false
			for _, want := range strings.Split(tc.want, "|") {
				matched = matched || strings.Contains(err.Error(), want)
			}
			require.True(t, matched, err.Error())
		})
	}
	_, err = ParseConfig(nil)
	require.ErrorContains(t, err, "empty")
	_, err = LoadConfig("nowhere.yml")
	require.ErrorContains(t, err, "there is no nowhere.yml")
}

func TestMergeReplacesLeavesAndKeepsTheRest(t *testing.T) {
	merged, err := mergeJSON([]byte(`{"a":{"b":18446744073709551615,"c":1},"d":[1,2]}`), map[string]any{
		"a": map[string]any{"c": 2, "e": "new"}, "d": []any{3},
	})
	require.NoError(t, err)
	require.JSONEq(t, `{"a":{"b":18446744073709551615,"c":2,"e":"new"},"d":[3]}`, string(merged))
}
