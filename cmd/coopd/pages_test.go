package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/spf13/cobra"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const repository = "../.."

// pages are the hand-written and generated pages of the repository.
func pages(t *testing.T) (found []string) {
	t.Helper()
	err := filepath.WalkDir(repository, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() && (entry.Name() == "node_modules" || entry.Name() == "build" || len(entry.Name()) > 2 && entry.Name()[0] == '.') {
			return fs.SkipDir
		}
		if strings.HasSuffix(path, ".md") && entry.Name() != "template.md" {
			found = append(found, path)
		}
		return nil
	})
	require.NoError(t, err)
	require.Greater(t, len(found), 30)
	return found
}

// leads says whether these words begin with a command, or name a group of them.
func leads(root *cobra.Command, words []string) bool {
	at := root
	for _, word := range words {
		if !at.HasSubCommands() {
			return true
		}
		next, rest, err := at.Find([]string{word})
		if err != nil || next == at || len(rest) > 0 {
			return false
		}
		at = next
	}
	return at != root
}

// What a page tells somebody to type exists: README, CONTRIBUTING, CHANGELOG,
// docs and the modules' own pages.
func TestPagesNameRealCommands(t *testing.T) {
	root, err := rootOnce()
	require.NoError(t, err)
	makefile, err := os.ReadFile(filepath.Join(repository, "Makefile"))
	require.NoError(t, err)
	targets := map[string]bool{}
	for _, target := range regexp.MustCompile(`(?m)^([a-z-]+):`).FindAllStringSubmatch(string(makefile), -1) {
		targets[target[1]] = true
	}
	commands, made := 0, 0
	for _, page := range pages(t) {
		raw, err := os.ReadFile(page)
		require.NoError(t, err)
		text := strings.ReplaceAll(string(raw), "build/coopd", "coopd")
		for _, line := range typedCommands(text) {
			var words []string
			for _, word := range strings.Fields(line) {
				if strings.HasPrefix(word, "-") || !regexp.MustCompile(`^[a-z0-9-]+$`).MatchString(word) {
					break
				}
				words = append(words, word)
			}
			if len(words) == 0 {
				continue
			}
			commands++
			assert.True(t, leads(root, words), "%s: coopd %s", page, line)
		}
		for _, target := range regexp.MustCompile("(?m)(?:`|^)make ([a-z-]+)").FindAllStringSubmatch(text, -1) {
			made++
			assert.True(t, targets[target[1]], "%s: make %s", page, target[1])
		}
	}
	require.Greater(t, commands, 100)
	require.Greater(t, made, 20)
}

// Links and paths between backticks lead somewhere.
func TestPagesNameRealPaths(t *testing.T) {
	link := regexp.MustCompile(`\]\(([^)#\s]+)`)
	path := regexp.MustCompile("`((?:app|charters|cmd|docs|offchain|proto|scripts|testutil|tests|tools|x/(?:chain|membership|governance|treasury|validators|surplus))/[\\w./-]+)`")
	links, paths := 0, 0
	for _, page := range pages(t) {
		raw, err := os.ReadFile(page)
		require.NoError(t, err)
		for _, to := range link.FindAllStringSubmatch(string(raw), -1) {
			if strings.Contains(to[1], "://") {
				continue
			}
			links++
			assert.FileExists(t, orFolder(filepath.Join(filepath.Dir(page), to[1])), "%s links to %s", page, to[1])
		}
		for _, to := range path.FindAllStringSubmatch(string(raw), -1) {
			paths++
			assert.FileExists(t, orFolder(filepath.Join(repository, to[1])), "%s names %s", page, to[1])
		}
	}
	require.Greater(t, links, 50)
	require.Greater(t, paths, 20)
}

// orFolder is a file that every folder of its path's name has room for: the path
// itself, or this one if the path is a folder.
func orFolder(path string) string {
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		return "pages_test.go"
	}
	return path
}

// The commands that refusals name exist, and those that comments of registered
// errors name.
func TestRefusalsNameRealCommands(t *testing.T) {
	root, err := rootOnce()
	require.NoError(t, err)
	named := regexp.MustCompile(`coopd ((?:q|query|tx) [a-z]+ [a-z][a-z-]+|(?:charter|comet|doc|network|keys|import|restart|audit) [a-z][a-z-]+)`)
	checked := 0
	check := func(file, text string) {
		for _, command := range named.FindAllStringSubmatch(text, -1) {
			checked++
			assert.True(t, leads(root, strings.Fields(command[1])), "%s: coopd %s", file, command[1])
		}
	}
	err = filepath.WalkDir(filepath.Join(repository, "x"), func(path string, _ fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") || strings.Contains(path, ".pb.") {
			return err
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ParseComments)
		if err != nil {
			return err
		}
		ast.Inspect(file, func(node ast.Node) bool {
			if literal, ok := node.(*ast.BasicLit); ok && literal.Kind == token.STRING {
				check(path, literal.Value)
			}
			return true
		})
		for _, comment := range file.Comments {
			check(path, comment.Text())
		}
		return nil
	})
	require.NoError(t, err)
	require.Greater(t, checked, 150)
}
