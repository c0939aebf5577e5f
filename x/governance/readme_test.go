package governance_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/cosmos/gogoproto/proto"
	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/coopledger/coopledger/x/governance/types"
)

// grouped writes a number with commas between thousands.
func grouped(number uint64) string {
	digits := strconv.FormatUint(number, 10)
	for at := len(digits) - 3; at > 0; at -= 3 {
		digits = digits[:at] + "," + digits[at:]
	}
	return digits
}

// calls collects the arguments of every call of these functions in a file.
func calls(t *testing.T, path string, names ...string) (found [][]ast.Expr) {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
	require.NoError(t, err)
	ast.Inspect(file, func(node ast.Node) bool {
		if call, ok := node.(*ast.CallExpr); ok {
			if selected, ok := call.Fun.(*ast.SelectorExpr); ok {
				for _, name := range names {
					if selected.Sel.Name == name {
						found = append(found, call.Args)
					}
				}
			}
		}
		return true
	})
	return found
}

func literal(t *testing.T, expression ast.Expr) string {
	t.Helper()
	basic, ok := expression.(*ast.BasicLit)
	require.True(t, ok)
	if basic.Kind != token.STRING {
		return basic.Value
	}
	text, err := strconv.Unquote(basic.Value)
	require.NoError(t, err)
	return text
}

// The README's tables are what the code says: nothing is missing, nothing more.
func TestReadmeIsTrue(t *testing.T) {
	raw, err := os.ReadFile("README.md")
	require.NoError(t, err)
	readme := string(raw)
	section := func(title string) string {
		_, after, found := strings.Cut(readme, "\n## "+title+"\n")
		require.True(t, found, title)
		text, _, _ := strings.Cut(after, "\n## ")
		return text
	}
	rows := func(title string) (rows []string) {
		for _, line := range strings.Split(section(title), "\n") {
			if strings.HasPrefix(line, "| ") && !strings.HasPrefix(line, "| ---") {
				rows = append(rows, line)
			}
		}
		return rows[1:]
	}

	var want []string
	for _, limit := range types.DefaultParams().Limits() {
		want = append(want, fmt.Sprintf("| `%s` | %s | %s | %s |", limit.Name, grouped(limit.Value), grouped(limit.Least), grouped(limit.Most)))
	}
	require.Equal(t, want, rows("Parameters"))

	want = nil
	for _, arguments := range calls(t, "types/errors.go", "Register", "RegisterWithGRPCCode") {
		want = append(want, fmt.Sprintf("| %s | %s |", literal(t, arguments[1]), literal(t, arguments[len(arguments)-1])))
	}
	require.Equal(t, want, rows("Refusals"))

	prefixes := calls(t, "types/keys.go", "NewPrefix")
	require.Len(t, rows("State"), len(prefixes))
	for i, row := range rows("State") {
		require.True(t, strings.HasPrefix(row, "| `"+literal(t, prefixes[i][0])+"`"), row)
	}

	files, err := proto.MergedRegistry()
	require.NoError(t, err)
	named := func(file string, kind string) (names []string) {
		descriptor, err := files.FindFileByPath("coop/governance/v1/" + file)
		require.NoError(t, err)
		for i := range descriptor.Messages().Len() {
			if name := string(descriptor.Messages().Get(i).Name()); strings.HasPrefix(name, kind) && !strings.HasSuffix(name, "Response") {
				names = append(names, name)
			}
		}
		return names
	}
	for _, event := range named("events.proto", "Event") {
		require.Contains(t, section("Events"), "`"+event+"`")
	}
	require.Equal(t, len(named("events.proto", "Event")), strings.Count(section("Events"), "`Event"))
	require.Len(t, rows("Messages"), len(named("tx.proto", "Msg")))
	for _, message := range named("tx.proto", "Msg") {
		require.Contains(t, section("Messages"), "`"+message+"`")
	}

	descriptor, err := files.FindDescriptorByName("coop.governance.v1.OutcomeCode")
	require.NoError(t, err)
	codes := descriptor.(protoreflect.EnumDescriptor).Values()
	for i := 1; i < codes.Len(); i++ {
		name := strings.TrimPrefix(string(codes.Get(i).Name()), "OUTCOME_CODE_")
		require.Contains(t, section("When a resolution passes"), "`"+name+"`")
	}
	require.Contains(t, readme, fmt.Sprintf("at most %d may lie within each other", types.MaxMessageDepth))
}
