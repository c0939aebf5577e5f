package surplus_test

import (
	"fmt"
	"os"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/coopledger/coopledger/x/surplus/types"
)

// The README lists every error, parameter and default as the code has them.
func TestReadmeSaysWhatTheCodeDoes(t *testing.T) {
	raw, err := os.ReadFile("README.md")
	require.NoError(t, err)
	readme := string(raw)
	source, err := os.ReadFile("types/errors.go")
	require.NoError(t, err)
	errors := regexp.MustCompile(`errors\.Register\(ModuleName, (\d+), "([^"]+)"\)`).FindAllStringSubmatch(string(source), -1)
	require.NotEmpty(t, errors)
	for _, one := range errors {
		require.Contains(t, readme, fmt.Sprintf("| %s | %s |", one[1], one[2]))
	}
	params := reflect.ValueOf(types.DefaultParams())
	for i := range params.NumField() {
		name := strings.Split(strings.Split(params.Type().Field(i).Tag.Get("protobuf"), "name=")[1], ",")[0]
		require.Contains(t, readme, fmt.Sprintf("| `%s` | %v |", name, params.Field(i).Interface()))
	}
}
