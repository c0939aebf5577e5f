package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"

	"github.com/spf13/cobra"
	"github.com/stretchr/testify/require"
)

// rootOnce is the real command line. It seals the address prefix, so it is made
// once for all tests.
var rootOnce = sync.OnceValues(newRootCommand)

// Every command that a runbook tells an operator to type exists, with its flags.
func TestRunbooksNameRealCommands(t *testing.T) {
	root, err := rootOnce()
	require.NoError(t, err)
	files, err := filepath.Glob("../../docs/operate/*.md")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	checked := 0
	for _, file := range files {
		raw, err := os.ReadFile(file)
		require.NoError(t, err)
		for _, line := range typedCommands(string(raw)) {
			checked++
			requireCommand(t, root, file, line)
		}
	}
	require.Greater(t, checked, 40)
}

// typedCommands are the commands in code: a line of a block or between backticks.
func typedCommands(page string) []string {
	var code []string
	for _, block := range regexp.MustCompile("(?s)```\n(.*?)```").FindAllStringSubmatch(page, -1) {
		code = append(code, strings.Split(block[1], "\n")...)
	}
	withoutBlocks := regexp.MustCompile("(?s)```\n.*?```").ReplaceAllString(page, "")
	for _, inline := range regexp.MustCompile("`([^`\n]+)`").FindAllStringSubmatch(withoutBlocks, -1) {
		code = append(code, inline[1])
	}
	var commands []string
	for _, line := range code {
		line = strings.SplitN(line, " #", 2)[0]
		for _, part := range regexp.MustCompile(`&&|;|\||\(|\)`).Split(line, -1) {
			fields := strings.Fields(part)
			if len(fields) > 1 && strings.TrimPrefix(fields[0], "$") == "coopd" {
				commands = append(commands, strings.Join(fields[1:], " "))
			}
		}
	}
	return commands
}

func requireCommand(t *testing.T, root *cobra.Command, file, line string) {
	t.Helper()
	var words, given []string
	for _, word := range strings.Fields(line) {
		if strings.HasPrefix(word, "-") {
			given = append(given, strings.TrimLeft(strings.SplitN(word, "=", 2)[0], "-"))
		} else {
			words = append(words, word)
		}
	}
	found, _, err := root.Find(words)
	require.NoError(t, err, "%s: coopd %s", file, line)
	require.True(t, found.Runnable() && !found.HasSubCommands(), "%s: coopd %s is no command", file, line)
	for _, name := range given {
		if name == "home" {
			continue // added to every command by main
		}
		known := found.Flag(name) != nil || (len(name) == 1 && found.Flags().ShorthandLookup(name) != nil)
		require.True(t, known, "%s: coopd %s has no flag %s", file, line, name)
	}
}
