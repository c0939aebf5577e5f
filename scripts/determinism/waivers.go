package main

import (
	"go/ast"
	"go/token"
	"strings"
)

// waiver is a `// deterministic: <why>` comment.
type waiver struct {
	position token.Position
	reason   string
	alone    bool // stands on a line of its own, so it speaks for the next
	used     bool
}

// waivers returns a file's waivers by line. One that runs over several comment
// lines speaks for the line after the last.
func waivers(positions *token.FileSet, file *ast.File) map[int]*waiver {
	code := codeLines(positions, file)
	byLine := map[int]*waiver{}
	for _, group := range file.Comments {
		for i, comment := range group.List {
			reason, ok := strings.CutPrefix(comment.Text, "// deterministic:")
			if !ok {
				continue
			}
			position := positions.Position(comment.Pos())
			w := &waiver{position: position, reason: strings.TrimSpace(reason), alone: !code[position.Line]}
			line := position.Line
			if w.alone {
				for _, more := range group.List[i+1:] {
					w.reason += " " + strings.TrimSpace(strings.TrimPrefix(more.Text, "//"))
				}
				line = positions.Position(group.End()).Line
			}
			byLine[line] = w
		}
	}
	return byLine
}

// codeLines are the lines on which something other than a comment begins or ends.
func codeLines(positions *token.FileSet, file *ast.File) map[int]bool {
	lines := map[int]bool{}
	ast.Inspect(file, func(node ast.Node) bool {
		switch node.(type) {
		case nil:
			return false
		case *ast.Comment, *ast.CommentGroup:
			return false
		case *ast.File:
			return true
		}
		lines[positions.Position(node.Pos()).Line] = true
		lines[positions.Position(node.End()-1).Line] = true
		return true
	})
	return lines
}
