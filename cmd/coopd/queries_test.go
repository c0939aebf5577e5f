package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Each module's page lists the questions that its command line answers, with
// their arguments: none is missing, none is made up.
func TestPagesListEveryQuery(t *testing.T) {
	root, err := rootOnce()
	require.NoError(t, err)
	query, _, err := root.Find([]string{"q"})
	require.NoError(t, err)
	checked := 0
	for _, module := range query.Commands() {
		raw, err := os.ReadFile(filepath.Join(repository, "x", module.Name(), "README.md"))
		if err != nil {
			continue // of the Cosmos SDK
		}
		var answered []string
		for _, command := range module.Commands() {
			if !command.Hidden {
				answered = append(answered, command.Use)
			}
		}
		checked += len(answered)
		assert.ElementsMatch(t, answered, listedQueries(t, module.Name(), string(raw)), "x/%s/README.md, section Queries", module.Name())
	}
	require.Greater(t, checked, 50)
}

// listedQueries are the commands in the first sentence of a page's section about
// queries, up to its semicolon, without the flags that some may take.
func listedQueries(t *testing.T, module, page string) (listed []string) {
	t.Helper()
	_, section, found := strings.Cut(page, "\n## Queries\n")
	require.True(t, found, "x/%s/README.md has no section Queries", module)
	sentence, _, found := strings.Cut(section, "; the same over gRPC and REST")
	require.True(t, found, "x/%s/README.md: the list of queries ends with \"; the same over gRPC and REST\"", module)
	for _, command := range regexp.MustCompile("`([^`]+)`").FindAllStringSubmatch(sentence, -1) {
		without, _, _ := strings.Cut(command[1], " [--")
		listed = append(listed, strings.TrimPrefix(without, "coopd q "+module+" "))
	}
	return listed
}
