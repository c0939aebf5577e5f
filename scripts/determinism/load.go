package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// source is one package with its types, without tests and generated files.
type source struct {
	positions *token.FileSet
	files     []*ast.File
	info      *types.Info
}

// outside lists the folders below a module that never run inside a block.
var outside = map[string]string{
	"client":   "commands of coopd, run on the user's machine",
	"testutil": "fixtures and mocks, imported by tests alone (the linter sees to it)",
}

// listed is what `go list -json` tells of a package.
type listed struct {
	Dir, ImportPath, Export string
	GoFiles, CgoFiles       []string
	DepOnly                 bool
	Error                   *struct{ Err string }
}

// load type-checks the packages that the patterns name, against the compiler's
// own export data for what they import.
func load(patterns []string) ([]source, error) {
	packages, err := list(patterns)
	if err != nil {
		return nil, err
	}
	exports := map[string]string{}
	for _, p := range packages {
		exports[p.ImportPath] = p.Export
	}
	positions := token.NewFileSet()
	imports := importer.ForCompiler(positions, "gc", func(path string) (io.ReadCloser, error) {
		if exports[path] == "" {
			return nil, fmt.Errorf("no export data for %s", path)
		}
		return os.Open(exports[path])
	})
	var sources []source
	for _, p := range packages {
		if p.DepOnly || isOutside(p.ImportPath) {
			continue
		}
		s, err := typeCheck(positions, imports, p)
		if err != nil {
			return nil, err
		}
		sources = append(sources, s)
	}
	return sources, nil
}

func list(patterns []string) ([]listed, error) {
	arguments := []string{"list", "-deps", "-export", "-json=Dir,ImportPath,Export,GoFiles,CgoFiles,DepOnly,Error"}
	command := exec.Command("go", append(arguments, patterns...)...)
	var out, problems bytes.Buffer
	command.Stdout, command.Stderr = &out, &problems
	if err := command.Run(); err != nil {
		return nil, fmt.Errorf("the packages do not build: %w\n%s", err, problems.String())
	}
	var packages []listed
	for decoder := json.NewDecoder(&out); ; {
		var p listed
		if err := decoder.Decode(&p); errors.Is(err, io.EOF) {
			return packages, nil
		} else if err != nil {
			return nil, err
		}
		if p.Error != nil {
			return nil, fmt.Errorf("%s: %s", p.ImportPath, p.Error.Err)
		}
		packages = append(packages, p)
	}
}

func isOutside(importPath string) bool {
	for _, word := range strings.Split(importPath, "/") {
		if _, ok := outside[word]; ok {
			return true
		}
	}
	return false
}

func typeCheck(positions *token.FileSet, imports types.Importer, p listed) (source, error) {
	if len(p.CgoFiles) > 0 {
		return source{}, fmt.Errorf("%s: consensus code calls C, which this check can't read", p.ImportPath)
	}
	s := source{positions: positions, info: &types.Info{
		Types: map[ast.Expr]types.TypeAndValue{},
		Defs:  map[*ast.Ident]types.Object{},
		Uses:  map[*ast.Ident]types.Object{},
	}}
	var all []*ast.File
	for _, name := range p.GoFiles {
		file, err := parser.ParseFile(positions, filepath.Join(p.Dir, name), nil, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			return source{}, err
		}
		all = append(all, file)
		if !ast.IsGenerated(file) {
			s.files = append(s.files, file)
		}
	}
	configuration := types.Config{Importer: imports}
	if _, err := configuration.Check(p.ImportPath, positions, all, s.info); err != nil {
		return source{}, err
	}
	return s, nil
}
