package network

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	sdk "github.com/cosmos/cosmos-sdk/types"
)

// tap is a faucet whose coins come from nowhere, and whose clock stands still.
type tap struct {
	t       *testing.T
	server  *httptest.Server
	now     time.Time
	given   []string
	refuses error
}

func newTap(t *testing.T, config FaucetConfig) *tap {
	t.Helper()
	state, err := config.state(map[string]bool{"visitor": true})
	require.NoError(t, err)
	made := &tap{t: t, now: time.Unix(1_800_000_000, 0)}
	faucet, err := NewFaucet(state, "test-1", func(_ context.Context, address string, coins sdk.Coins) (string, error) {
		made.given = append(made.given, coins.String())
		return "AB", made.refuses
	}, func() time.Time { return made.now })
	require.NoError(t, err)
	made.server = httptest.NewServer(faucet)
	t.Cleanup(made.server.Close)
	return made
}

func (p *tap) ask(body string) (status int, answer map[string]any) {
	p.t.Helper()
	response, err := http.Post(p.server.URL, "application/json", strings.NewReader(body))
	require.NoError(p.t, err)
	defer response.Body.Close() //nolint:errcheck // it was read
	require.NoError(p.t, json.NewDecoder(response.Body).Decode(&answer))
	return response.StatusCode, answer
}

func TestAFaucetGivesEachItsShare(t *testing.T) {
	one, other := sdk.AccAddress("one who asks for it").String(), sdk.AccAddress("and another of them").String()
	p := newTap(t, FaucetConfig{Name: "visitor", Coins: []string{"100credit"}, CoinsMax: []string{"250credit"}, RateLimitWindow: "10m"})
	ask := func(address string) int {
		status, _ := p.ask(`{"address": "` + address + `"}`)
		return status
	}
	require.Equal(t, http.StatusOK, ask(one))
	status, answer := p.ask(`{"address": "` + one + `", "coins": ["50credit"]}`)
	require.Equal(t, http.StatusOK, status)
	require.Equal(t, map[string]any{"hash": "AB", "coins": "50credit"}, answer)
	require.Equal(t, http.StatusOK, ask(one))
	require.Equal(t, http.StatusTooManyRequests, ask(one), "250 is the most")
	require.Equal(t, http.StatusTooManyRequests, ask(strings.ToUpper(one)), "however it is spelt")
	require.Equal(t, http.StatusOK, ask(other))
	p.now = p.now.Add(10 * time.Minute)
	require.Equal(t, http.StatusOK, ask(one), "a window later")
	require.Equal(t, []string{"100credit", "50credit", "100credit", "100credit", "100credit"}, p.given)

	p.refuses = errors.New("the account is empty")
	status, answer = p.ask(`{"address": "` + other + `"}`)
	require.Equal(t, http.StatusBadGateway, status)
	require.Equal(t, "the account is empty", answer["error"])
	p.refuses = nil
	for range 2 {
		require.Equal(t, http.StatusOK, ask(other), "what was not given doesn't count")
	}
}

func TestAFaucetRefuses(t *testing.T) {
	p := newTap(t, FaucetConfig{Name: "visitor", Coins: []string{"100credit"}})
	address := sdk.AccAddress("one who asks for it").String()
	for name, body := range map[string]string{
		"no JSON":        "please",
		"no address":     "{}",
		"another's":      `{"address": "cosmos1aaaa"}`,
		"no coins":       `{"address": "` + address + `", "coins": ["0credit"]}`,
		"too many":       `{"address": "` + address + `", "coins": ["1001credit"]}`,
		"of another":     `{"address": "` + address + `", "coins": ["1gold"]}`,
		"nonsense":       `{"address": "` + address + `", "coins": ["many"]}`,
		"a huge request": `{"address": "` + strings.Repeat("a", maxFaucetRequestBytes) + `"}`,
	} {
		status, answer := p.ask(body)
		require.Equal(t, http.StatusBadRequest, status, name)
		require.NotEmpty(t, answer["error"], name)
	}
	require.Empty(t, p.given)
	for path, want := range map[string]int{"/info": http.StatusOK, "/": http.StatusNotFound} {
		response, err := http.Get(p.server.URL + path)
		require.NoError(t, err)
		require.NoError(t, response.Body.Close())
		require.Equal(t, want, response.StatusCode, path)
	}
}
