package main

import (
	"bytes"
	"testing"

	"github.com/spf13/cobra"
	"github.com/stretchr/testify/require"
	"go.yaml.in/yaml/v3"
)

func TestMomentsAreSaid(t *testing.T) {
	cases := []struct{ name, answer, want string }{
		{
			"success - a deadline",
			"resolution:\n  due_at: \"1798761600\"\n  id: \"1\"\n",
			"resolution:\n  due_at: \"1798761600\" # 2027-01-01T00:00:00Z\n  id: \"1\"\n",
		},
		{
			"success - within a list, and none before 2001",
			"notices:\n- due: \"1798761600\"\n  member_id: \"3\"\n- until: \"951782400\"\npagination: {}\n",
			"notices:\n- due: \"1798761600\" # 2027-01-01T00:00:00Z\n  member_id: \"3\"\n- until: \"951782400\"\npagination: {}\n",
		},
		{
			"success - what its meeting moves on",
			"due_at: \"9223372036854775807\"\nstatus: STATUS_TABLED\n",
			"due_at: \"9223372036854775807\" # waits for its meeting\nstatus: STATUS_TABLED\n",
		},
		{
			// From: printf abc | sha256sum, and the same through xxd -r -p | base64.
			"success - a hash as sha256sum writes it",
			"file_sha256: ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=\nhead: c2hvcnQ=\nname: ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=\n",
			"file_sha256: ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0= # ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad\n" +
				"head: c2hvcnQ=\nname: ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=\n",
		},
		{"success - a height is no moment", "from_height: \"1798761600\"\nretired_at: \"70\"\n", "from_height: \"1798761600\"\nretired_at: \"70\"\n"},
		{"success - JSON is for programs", `{"due_at":"1798761600"}` + "\n", `{"due_at":"1798761600"}` + "\n"},
		{"success - a list in JSON", "[\n" + `{"due_at": "1798761600"}]` + "\n", "[\n" + `{"due_at": "1798761600"}]` + "\n"},
		{"success - no YAML", "due_at: \"1798761600\n", "due_at: \"1798761600\n"},
		{"success - a bare word", "v1.2.3\n", "v1.2.3\n"},
		{"success - nothing", "", ""},
		{
			"success - what somebody wrote is no moment of ours",
			"due_at: \"1798761600\"\nsummary: |-\n  We meet\n  due_at: \"1798761600\"\n",
			"due_at: \"1798761600\" # 2027-01-01T00:00:00Z\nsummary: |-\n  We meet\n  due_at: \"1798761600\"\n",
		},
		{
			"success - long lines stay whole",
			"summary: '" + string(bytes.Repeat([]byte("word "), 60)) + "'\nupdated_at: \"1798761600\"\n",
			"summary: '" + string(bytes.Repeat([]byte("word "), 60)) + "'\nupdated_at: \"1798761600\" # 2027-01-01T00:00:00Z\n",
		},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			var out bytes.Buffer
			written, err := momentWriter{&out}.Write([]byte(tc.answer))
			require.NoError(t, err)
			require.Equal(t, len(tc.answer), written)
			require.Equal(t, tc.want, out.String())
			var before, after any
			if yaml.Unmarshal([]byte(tc.answer), &before) == nil {
				require.NoError(t, yaml.Unmarshal(out.Bytes(), &after))
				require.Equal(t, before, after, "a program reads the same")
			}
		})
	}
}

// Only what queries print is told; a transaction to sign is not touched.
func TestMomentsAreSaidByQueriesAlone(t *testing.T) {
	const answer = "due_at: \"1798761600\"\n"
	for name, want := range map[string]string{"query": "due_at: \"1798761600\" # 2027-01-01T00:00:00Z\n", "tx": answer} {
		var out bytes.Buffer
		root, group := &cobra.Command{Use: "coopd"}, &cobra.Command{Use: name}
		module, cmd := &cobra.Command{Use: "governance"}, &cobra.Command{Use: "query"}
		cmd.Run = func(cmd *cobra.Command, _ []string) {
			sayMoments(cmd)
			cmd.Print(answer)
		}
		root.AddCommand(group)
		group.AddCommand(module)
		module.AddCommand(cmd)
		root.SetOut(&out)
		root.SetArgs([]string{name, "governance", "query"})
		require.NoError(t, root.Execute())
		require.Equal(t, want, out.String(), name)
	}
}
