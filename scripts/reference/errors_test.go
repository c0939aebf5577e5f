package main

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestRefusalsOf(t *testing.T) {
	const head = "package types\n\nvar (\n"
	cases := []struct {
		name, source string
		want         []refusal
		err          string
	}{
		{
			name: "success - when it comes and what to do are two columns",
			source: "\t// ErrLate refuses a ballot\n\t// after the end. Vote sooner. Or not.\n" +
				"\tErrLate = errors.Register(ModuleName, 7, \"too late\")\n",
			want: []refusal{{code: 7, name: "ErrLate", text: "too late", when: "refuses a ballot after the end.", then: "Vote sooner. Or not."}},
		},
		{
			name:   "success - the gRPC sibling",
			source: "\t// ErrGone refuses it. Ask.\n\tErrGone = errors.RegisterWithGRPCCode(ModuleName, 8, codes.NotFound, \"gone\")\n",
			want:   []refusal{{code: 8, name: "ErrGone", text: "gone", when: "refuses it.", then: "Ask."}},
		},
		{
			name:   "success - a declaration of its own",
			source: ")\n\n// ErrFull refuses it. Wait.\nvar ErrFull = errors.Register(ModuleName, 9, \"full\")\n\nvar (\n",
			want:   []refusal{{code: 9, name: "ErrFull", text: "full", when: "refuses it.", then: "Wait."}},
		},
		{
			name:   "error - no comment",
			source: "\tErrLate = errors.Register(ModuleName, 7, \"too late\")\n",
			err:    `the comment above ErrLate is ""`,
		},
		{
			name:   "error - the comment of another",
			source: "\t// ErrOther refuses it. Ask.\n\tErrLate = errors.Register(ModuleName, 7, \"too late\")\n",
			err:    "the comment above ErrLate",
		},
		{
			name:   "error - nothing to do",
			source: "\t// ErrLate refuses a ballot.\n\tErrLate = errors.Register(ModuleName, 7, \"too late\")\n",
			err:    "the comment above ErrLate",
		},
		{
			name:   "error - a bar would break the table",
			source: "\t// ErrLate refuses yes|no. Ask.\n\tErrLate = errors.Register(ModuleName, 7, \"too late\")\n",
			err:    "the comment above ErrLate",
		},
		{name: "error - nothing registered", source: "\tx = 1\n", err: "registers no error"},
	}
	for _, test := range cases {
		t.Run(test.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "errors.go")
			require.NoError(t, os.WriteFile(path, []byte(head+test.source+")\n"), 0o600))
			found, err := refusalsOf(path)
			if test.err != "" {
				require.ErrorContains(t, err, test.err)
				return
			}
			require.NoError(t, err)
			require.Equal(t, test.want, found)
		})
	}
}

// Whatever registers an error outside of tests has its table on the page.
func TestRegistriesAreAll(t *testing.T) {
	listed := map[string]bool{}
	for _, from := range registries() {
		listed[from.file] = true
	}
	root := filepath.Join("..", "..")
	for _, folder := range []string{"app", "x"} {
		require.NoError(t, filepath.WalkDir(filepath.Join(root, folder), func(path string, _ fs.DirEntry, err error) error {
			if err != nil || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
				return err
			}
			source, err := os.ReadFile(path)
			if err != nil || !strings.Contains(string(source), "= errors.Register") {
				return err
			}
			named, err := filepath.Rel(root, path)
			require.True(t, listed[named], "%s registers errors that docs/reference/errors.md doesn't list", named)
			delete(listed, named)
			return err
		}))
	}
	require.Empty(t, listed, "no errors are registered there")
}
