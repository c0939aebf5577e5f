package main

import (
	"go/ast"
	"go/types"
)

func isFloat(t types.Type) bool {
	basic, ok := t.Underlying().(*types.Basic)
	return ok && basic.Info()&(types.IsFloat|types.IsComplex) != 0
}

// isMap is true for maps, and for type parameters that may be one.
func isMap(t types.Type) bool {
	if t == nil {
		return false
	}
	if parameter, ok := t.(*types.TypeParam); ok {
		return anyTermIsMap(parameter.Constraint())
	}
	_, ok := t.Underlying().(*types.Map)
	return ok
}

func anyTermIsMap(t types.Type) bool {
	constraint, ok := t.Underlying().(*types.Interface)
	if !ok {
		return isMap(t)
	}
	for i := range constraint.NumEmbeddeds() {
		switch embedded := constraint.EmbeddedType(i).(type) {
		case *types.Union:
			for j := range embedded.Len() {
				if anyTermIsMap(embedded.Term(j).Type()) {
					return true
				}
			}
		default:
			if anyTermIsMap(embedded) {
				return true
			}
		}
	}
	return false
}

// sorters are the functions that put a slice, their first argument, in order.
var sorters = map[string]map[string]bool{
	"sort":   {"Strings": true, "Ints": true, "Slice": true, "SliceStable": true, "Sort": true, "Stable": true},
	"slices": {"Sort": true, "SortFunc": true, "SortStableFunc": true},
}

// onlyCollectsSortedKeys is true for the one loop over a map whose order does
// not matter: its whole body appends to a slice, and the block that holds the
// loop sorts the slice before using it in any other way.
func onlyCollectsSortedKeys(info *types.Info, loop *ast.RangeStmt, stack []ast.Node) bool {
	if len(loop.Body.List) != 1 || len(stack) == 0 {
		return false
	}
	assignment, ok := loop.Body.List[0].(*ast.AssignStmt)
	if !ok || len(assignment.Lhs) != 1 || len(assignment.Rhs) != 1 {
		return false
	}
	slice, ok := assignment.Lhs[0].(*ast.Ident)
	if !ok {
		return false
	}
	call, ok := assignment.Rhs[0].(*ast.CallExpr)
	if !ok || !isBuiltinAppend(info, call) || len(call.Args) != 2 || !isName(info, call.Args[0], slice) || !isPlain(call.Args[1]) {
		return false
	}
	block, ok := stack[len(stack)-1].(*ast.BlockStmt)
	if !ok {
		return false
	}
	after := false
	for _, statement := range block.List {
		if !after {
			after = statement == ast.Stmt(loop)
			continue
		}
		if sorts(info, statement, slice) {
			return true
		}
		if mentions(info, statement, slice) {
			return false
		}
	}
	return false
}

// isPlain keeps calls, which may have effects, out of the loop.
func isPlain(expression ast.Expr) bool {
	_, ok := expression.(*ast.Ident)
	return ok
}

func isBuiltinAppend(info *types.Info, call *ast.CallExpr) bool {
	name, ok := call.Fun.(*ast.Ident)
	if !ok {
		return false
	}
	builtin, ok := info.Uses[name].(*types.Builtin)
	return ok && builtin.Name() == "append"
}

func isName(info *types.Info, expression ast.Expr, name *ast.Ident) bool {
	other, ok := expression.(*ast.Ident)
	return ok && info.ObjectOf(other) != nil && info.ObjectOf(other) == info.ObjectOf(name)
}

func sorts(info *types.Info, statement ast.Stmt, slice *ast.Ident) bool {
	expression, ok := statement.(*ast.ExprStmt)
	if !ok {
		return false
	}
	call, ok := expression.X.(*ast.CallExpr)
	return ok && len(call.Args) > 0 && isName(info, call.Args[0], slice) && calls(info, call, sorters)
}

func calls(info *types.Info, call *ast.CallExpr, names map[string]map[string]bool) bool {
	selector, ok := call.Fun.(*ast.SelectorExpr)
	if !ok {
		return false
	}
	object := info.Uses[selector.Sel]
	return object != nil && object.Pkg() != nil && names[object.Pkg().Path()][object.Name()]
}

func mentions(info *types.Info, statement ast.Stmt, slice *ast.Ident) bool {
	found := false
	ast.Inspect(statement, func(node ast.Node) bool {
		if name, ok := node.(*ast.Ident); ok && isName(info, name, slice) {
			found = true
		}
		return !found
	})
	return found
}

// sortedAtOnce are the functions that order an iterator's values.
var sortedAtOnce = map[string]map[string]bool{
	"slices": {"Sorted": true, "SortedFunc": true, "SortedStableFunc": true},
}

// isSortedAtOnce is true for the name maps.Keys in slices.Sorted(maps.Keys(m)).
// stack ends with the selector that holds the name.
func isSortedAtOnce(info *types.Info, stack []ast.Node) bool {
	if len(stack) < 3 {
		return false
	}
	inner, ok := stack[len(stack)-2].(*ast.CallExpr)
	if !ok || inner.Fun != stack[len(stack)-1] {
		return false
	}
	outer, ok := stack[len(stack)-3].(*ast.CallExpr)
	return ok && len(outer.Args) > 0 && outer.Args[0] == ast.Expr(inner) && calls(info, outer, sortedAtOnce)
}
