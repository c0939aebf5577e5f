package main

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"strconv"
	"strings"
)

// refusal is one registered error.
type refusal struct {
	code int
	name string
	text string
	when string // what happened
	then string // what to do
}

// registry is a codespace and the file that registers its errors.
type registry struct{ codespace, file string }

// registries are those of the modules, in their order, of what has no messages yet, then those of the node's
// own handling of transactions.
func registries() []registry {
	var all []registry
	for _, module := range modules {
		all = append(all, registry{module, filepath.Join("x", module, "types", "errors.go")})
	}
	return append(all,
		registry{"surplus", filepath.Join("x", "surplus", "types", "errors.go")},
		registry{"ante", filepath.Join("app", "ante", "errors.go")},
		registry{"lanes", filepath.Join("app", "lanes", "lanes.go")})
}

// errorsPage lists every registered error of the modules and of the app.
func errorsPage() (string, error) {
	var page strings.Builder
	page.WriteString("# Errors\n\nA refusal names its module (the codespace), its code and a sentence that says what was refused, why, and what to do. A refusal changes nothing but the fee or the free quota of the transaction that carried it.\n")
	for _, from := range registries() {
		refusals, err := refusalsOf(from.file)
		if err != nil {
			return "", err
		}
		fmt.Fprintf(&page, "\n## %s\n\n| code | name | what is wrong | when | what to do |\n| --- | --- | --- | --- | --- |\n", from.codespace)
		last := 1
		for _, r := range refusals {
			if r.code <= last {
				return "", fmt.Errorf("%s: %s has code %d after %d: codes start at 2 and rise", from.codespace, r.name, r.code, last)
			}
			last = r.code
			fmt.Fprintf(&page, "| %d | `%s` | %s | %s | %s |\n", r.code, r.name, r.text, r.when, r.then)
		}
	}
	return page.String(), nil
}

// refusalsOf reads the errors.Register calls of a file in order.
func refusalsOf(path string) ([]refusal, error) {
	file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ParseComments)
	if err != nil {
		return nil, err
	}
	var found []refusal
	for _, declaration := range file.Decls {
		general, ok := declaration.(*ast.GenDecl)
		if !ok || general.Tok != token.VAR {
			continue
		}
		for _, spec := range general.Specs {
			value := spec.(*ast.ValueSpec)
			if len(value.Values) != 1 {
				continue
			}
			call, ok := value.Values[0].(*ast.CallExpr)
			if !ok {
				continue
			}
			r, ok, err := registration(call)
			if err != nil {
				return nil, fmt.Errorf("%s: %s: %w", path, value.Names[0].Name, err)
			}
			if !ok {
				continue
			}
			r.name = value.Names[0].Name
			comment := value.Doc
			if !general.Lparen.IsValid() {
				comment = general.Doc // a declaration of its own
			}
			if r.when, r.then, err = explained(r.name, oneLine(comment.Text())); err != nil {
				return nil, fmt.Errorf("%s: %w", path, err)
			}
			found = append(found, r)
		}
	}
	if len(found) == 0 {
		return nil, fmt.Errorf("%s registers no error", path)
	}
	return found, nil
}

// registration reads errors.Register(ModuleName, code, text) and its gRPC sibling.
func registration(call *ast.CallExpr) (refusal, bool, error) {
	selector, ok := call.Fun.(*ast.SelectorExpr)
	if !ok || !strings.HasPrefix(selector.Sel.Name, "Register") || len(call.Args) < 3 {
		return refusal{}, false, nil
	}
	code, err := strconv.Atoi(literal(call.Args[1]))
	if err != nil {
		return refusal{}, false, err
	}
	text, err := strconv.Unquote(literal(call.Args[len(call.Args)-1]))
	return refusal{code: code, text: text}, true, err
}

// explained splits an error's comment into when it comes and what to do then.
func explained(name, comment string) (when, then string, err error) {
	what, named := strings.CutPrefix(comment, name+" ")
	when, then, two := strings.Cut(what, ". ")
	if !named || !two || !strings.HasSuffix(then, ".") || strings.Contains(what, "|") {
		return "", "", fmt.Errorf("the comment above %s is %q; write %q", name, comment,
			"// "+name+" refuses WHAT, WHEN. What to do, as an order to who reads it.")
	}
	return when + ".", then, nil
}

func literal(expression ast.Expr) string {
	if basic, ok := expression.(*ast.BasicLit); ok {
		return basic.Value
	}
	return ""
}

func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }
