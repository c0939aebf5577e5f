package main

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"path"
	"strconv"
)

// The rules, by the name that a finding carries.
const (
	ruleClock       = "clock"
	ruleRandom      = "random"
	ruleEnvironment = "environment"
	ruleNetwork     = "network"
	ruleFloat       = "float"
	ruleDecimal     = "decimal"
	ruleGoroutine   = "goroutine"
	ruleMapOrder    = "map order"
	ruleWaiver      = "waiver"
)

// forbiddenImports maps an import path, or a pattern of one, to its rule.
var forbiddenImports = []struct{ pattern, rule string }{
	{"math/rand", ruleRandom},
	{"math/rand/v2", ruleRandom},
	{"crypto/rand", ruleRandom},
	{"hash/maphash", ruleRandom},
	{"github.com/cometbft/cometbft/*/rand", ruleRandom},
	{"net", ruleNetwork},
	{"net/http", ruleNetwork},
	{"net/rpc", ruleNetwork},
	{"net/smtp", ruleNetwork},
}

// forbiddenNames maps what a package exports to its rule: functions, types and
// variables by their name, methods with their type before it.
var forbiddenNames = map[string]map[string]string{
	"time": {
		"Now": ruleClock, "Since": ruleClock, "Until": ruleClock, "Sleep": ruleClock, "After": ruleClock,
		"AfterFunc": ruleClock, "Tick": ruleClock, "NewTimer": ruleClock, "NewTicker": ruleClock,
		"Local": ruleEnvironment, "Time.Local": ruleEnvironment, "LoadLocation": ruleEnvironment,
	},
	"github.com/cometbft/cometbft/types/time": {"Now": ruleClock, "Since": ruleClock, "Until": ruleClock},
	"os": {
		"Getenv": ruleEnvironment, "LookupEnv": ruleEnvironment, "Environ": ruleEnvironment, "ExpandEnv": ruleEnvironment,
		"Hostname": ruleEnvironment, "Getpid": ruleEnvironment, "Args": ruleEnvironment,
	},
	"runtime": {"NumCPU": ruleEnvironment, "GOMAXPROCS": ruleEnvironment, "NumGoroutine": ruleEnvironment, "GOOS": ruleEnvironment, "GOARCH": ruleEnvironment},
	"maps":    {"Keys": ruleMapOrder, "Values": ruleMapOrder, "All": ruleMapOrder},
	"reflect": {"Value.MapKeys": ruleMapOrder, "Value.MapRange": ruleMapOrder},
	"sync":    {"Map.Range": ruleMapOrder},
	"cosmossdk.io/math": {
		"LegacyDec": ruleDecimal, "Dec": ruleDecimal,
	},
}

// finding is a place, the rule it breaks and why, or the reason it is waived for.
type finding struct {
	position   token.Position
	rule, text string
}

type report struct{ findings, waived []finding }

// inspect applies every rule to a package.
func inspect(s source) report {
	var all report
	for _, file := range s.files {
		r := fileReport{source: s, waivers: waivers(s.positions, file)}
		ast.PreorderStack(file, nil, func(node ast.Node, stack []ast.Node) bool {
			r.visit(node, stack)
			return true
		})
		for _, w := range r.waivers {
			switch {
			case w.reason == "":
				r.findings = append(r.findings, finding{w.position, ruleWaiver, "say why it is deterministic: // deterministic: <why>"})
			case !w.used:
				r.findings = append(r.findings, finding{w.position, ruleWaiver, "excuses nothing; remove it"})
			}
		}
		all.findings = append(all.findings, r.findings...)
		all.waived = append(all.waived, r.waived...)
	}
	return all
}

type fileReport struct {
	source
	report
	waivers map[int]*waiver
}

func (r *fileReport) visit(node ast.Node, stack []ast.Node) {
	switch n := node.(type) {
	case *ast.ImportSpec:
		r.visitImport(n)
	case *ast.Ident:
		r.visitName(n, stack)
	case *ast.BasicLit:
		if n.Kind == token.FLOAT || n.Kind == token.IMAG {
			r.add(n, ruleFloat, "the literal "+n.Value+"; write an integer")
		}
	case *ast.GoStmt:
		r.add(n, ruleGoroutine, "started here; when it runs is not the same everywhere")
	case *ast.SelectStmt:
		r.add(n, ruleGoroutine, "select takes a ready channel at random")
	case *ast.RangeStmt:
		if isMap(r.info.TypeOf(n.X)) && !onlyCollectsSortedKeys(r.info, n, stack) {
			r.add(n, ruleMapOrder, "range over a map; collect the keys, sort them, then loop")
		}
	}
}

func (r *fileReport) visitImport(spec *ast.ImportSpec) {
	imported, err := strconv.Unquote(spec.Path.Value)
	if err != nil {
		return
	}
	for _, forbidden := range forbiddenImports {
		if ok, _ := path.Match(forbidden.pattern, imported); ok {
			r.add(spec, forbidden.rule, "imports "+imported)
		}
	}
}

// visitName judges a name by what it stands for, so that a renamed import or a
// method value is seen as well.
func (r *fileReport) visitName(name *ast.Ident, stack []ast.Node) {
	if object := r.info.Uses[name]; object != nil {
		if object.Pkg() != nil {
			rule := forbiddenNames[object.Pkg().Path()][exportedName(object)]
			if rule == ruleMapOrder && isSortedAtOnce(r.info, stack) {
				rule = ""
			}
			if rule != "" {
				r.add(name, rule, fmt.Sprintf("uses %s.%s", object.Pkg().Name(), exportedName(object)))
			}
		}
		if basic, ok := object.(*types.TypeName); ok && isFloat(basic.Type()) {
			r.add(name, ruleFloat, "uses the type "+object.Name())
		}
		return
	}
	// A number may have no literal and no type name at its place: x := f().
	if object := r.info.Defs[name]; object != nil {
		if _, isName := object.(*types.TypeName); isName {
			return
		}
		switch {
		case isFloat(object.Type()):
			r.add(name, ruleFloat, name.Name+" is a float")
		case isDecimal(object.Type()):
			r.add(name, ruleDecimal, name.Name+" is a decimal")
		}
	}
}

// exportedName is "Now", or "Map.Range" for a method.
func exportedName(object types.Object) string {
	function, ok := object.(*types.Func)
	if !ok || function.Signature().Recv() == nil {
		return object.Name()
	}
	receiver := function.Signature().Recv().Type()
	if pointer, ok := receiver.(*types.Pointer); ok {
		receiver = pointer.Elem()
	}
	if named, ok := receiver.(*types.Named); ok {
		return named.Obj().Name() + "." + object.Name()
	}
	return object.Name()
}

func isDecimal(t types.Type) bool {
	named, ok := t.(*types.Named)
	return ok && named.Obj().Pkg() != nil && forbiddenNames[named.Obj().Pkg().Path()][named.Obj().Name()] == ruleDecimal
}

// add files a finding, or, when a reason stands beside it, a waiver.
func (r *fileReport) add(node ast.Node, rule, text string) {
	position := r.positions.Position(node.Pos())
	for _, line := range []int{position.Line, position.Line - 1} {
		w := r.waivers[line]
		if w == nil || w.reason == "" || (line < position.Line && !w.alone) {
			continue
		}
		w.used = true
		r.waived = append(r.waived, finding{position, rule, w.reason})
		return
	}
	r.findings = append(r.findings, finding{position, rule, text})
}
