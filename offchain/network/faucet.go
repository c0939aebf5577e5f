package network

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"sync"
	"time"

	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"
)

const (
	// defaultFaucetPort is Ignite's.
	defaultFaucetPort = 4500
	// maxFaucetRequestBytes is the largest request that is read.
	maxFaucetRequestBytes = 4 << 10
	// maxFaucetAddresses bounds the addresses that are remembered in a window.
	maxFaucetAddresses = 10_000
	faucetPatience     = time.Minute
)

// FaucetConfig gives coins of one account to whoever asks, so that a stranger's
// program can pay fees on a local network. Its keys are Ignite's.
type FaucetConfig struct {
	// Name of the account that gives.
	Name string `yaml:"name"`
	// Coins of a request that names none.
	Coins []string `yaml:"coins"`
	// CoinsMax is the most that an address gets in a window; without it, ten
	// times the coins.
	CoinsMax []string `yaml:"coins_max"`
	// RateLimitWindow in words, such as 1h; an hour by default.
	RateLimitWindow string `yaml:"rate_limit_window"`
	// Host is address and port, on 127.0.0.1; Port is for those who only name that.
	Host string `yaml:"host"`
	Port int    `yaml:"port"`
}

// FaucetState is a network's faucet, in network.json.
type FaucetState struct {
	Account string        `json:"account"`
	Listen  string        `json:"listen"`
	Coins   string        `json:"coins"`
	Max     string        `json:"max"`
	Window  time.Duration `json:"window_nanoseconds"`
	Log     string        `json:"log"`
	PID     int           `json:"pid"`
}

// state checks the config against the accounts and fills in what it leaves out.
func (c FaucetConfig) state(accounts map[string]bool) (FaucetState, error) {
	state := FaucetState{Account: c.Name, Listen: c.Host, Window: time.Hour}
	if !accounts[c.Name] {
		return state, fmt.Errorf("faucet.name %q is not among the accounts; name one that has coins", c.Name)
	}
	coins, err := coinsOf(c.Coins)
	if err != nil || coins.Empty() {
		return state, fmt.Errorf("faucet.coins %q: name what a request gets, such as [\"1000credit\"]", c.Coins)
	}
	most, err := coinsOf(c.CoinsMax)
	if err != nil {
		return state, fmt.Errorf("faucet.coins_max %q: %w", c.CoinsMax, err)
	}
	if most.Empty() {
		most = coins.MulInt(math.NewInt(10))
	}
	if !most.IsAllGTE(coins) {
		return state, fmt.Errorf("faucet.coins_max %s is less than faucet.coins %s", most, coins)
	}
	state.Coins, state.Max = coins.String(), most.String()
	if c.RateLimitWindow != "" {
		if state.Window, err = time.ParseDuration(c.RateLimitWindow); err != nil || state.Window <= 0 {
			return state, fmt.Errorf("faucet.rate_limit_window %q: write a time such as 1h", c.RateLimitWindow)
		}
	}
	if state.Listen == "" {
		port := c.Port
		if port == 0 {
			port = defaultFaucetPort
		}
		state.Listen = loopback(port)
	}
	host, _, err := net.SplitHostPort(state.Listen)
	if err != nil || !net.ParseIP(host).IsLoopback() {
		return state, fmt.Errorf("faucet.host %q: it gives coins to anybody, so it listens on 127.0.0.1 alone; write 127.0.0.1:%d", state.Listen, defaultFaucetPort)
	}
	return state, nil
}

func coinsOf(texts []string) (sdk.Coins, error) {
	var coins sdk.Coins
	for _, text := range texts {
		coin, err := sdk.ParseCoinNormalized(text)
		if err != nil {
			return nil, err
		}
		coins = coins.Add(coin)
	}
	return coins, nil
}

// Give sends coins to an address and says in which transaction.
type Give func(ctx context.Context, address string, coins sdk.Coins) (hash string, err error)

// Faucet answers requests for coins. One after the other: they share an account.
type Faucet struct {
	state       FaucetState
	chainID     string
	coins, most sdk.Coins
	give        Give
	now         func() time.Time

	lock  sync.Mutex
	begun time.Time
	given map[string]sdk.Coins
}

// NewFaucet of a network's state.
func NewFaucet(state FaucetState, chainID string, give Give, now func() time.Time) (*Faucet, error) {
	coins, err := sdk.ParseCoinsNormalized(state.Coins)
	if err != nil {
		return nil, err
	}
	most, err := sdk.ParseCoinsNormalized(state.Max)
	if err != nil {
		return nil, err
	}
	return &Faucet{state: state, chainID: chainID, coins: coins, most: most, give: give, now: now}, nil
}

// ServeHTTP answers GET /info, and POST / with {"address": …, "coins": [ … ]}.
func (f *Faucet) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	switch {
	case r.Method == http.MethodGet && r.URL.Path == "/info":
		answer(w, http.StatusOK, map[string]any{"is_a_faucet": true, "chain_id": f.chainID, "coins": f.coins.String(), "coins_max": f.most.String()})
	case r.Method == http.MethodPost && r.URL.Path == "/":
		f.serveRequest(w, r)
	default:
		answer(w, http.StatusNotFound, map[string]any{"error": `ask for coins with POST / and {"address": "coop1…"}; GET /info says what there is`})
	}
}

func (f *Faucet) serveRequest(w http.ResponseWriter, r *http.Request) {
	var request struct {
		Address string   `json:"address"`
		Coins   []string `json:"coins"`
	}
	if err := json.NewDecoder(http.MaxBytesReader(w, r.Body, maxFaucetRequestBytes)).Decode(&request); err != nil {
		answer(w, http.StatusBadRequest, map[string]any{"error": `write {"address": "coop1…", "coins": ["100credit"]}: ` + err.Error()})
		return
	}
	address, coins, err := f.asked(request.Address, request.Coins)
	if err != nil {
		answer(w, http.StatusBadRequest, map[string]any{"error": err.Error()})
		return
	}
	ctx, cancel := context.WithTimeout(r.Context(), faucetPatience)
	defer cancel()
	hash, err := f.pour(ctx, address, coins)
	if errors.Is(err, errHadEnough) {
		answer(w, http.StatusTooManyRequests, map[string]any{"error": err.Error()})
		return
	}
	if err != nil {
		answer(w, http.StatusBadGateway, map[string]any{"error": err.Error()})
		return
	}
	answer(w, http.StatusOK, map[string]any{"hash": hash, "coins": coins.String()})
}

// asked checks a request, and writes its address in the usual spelling: it has two,
// and gets its share once.
func (f *Faucet) asked(text string, texts []string) (address string, coins sdk.Coins, err error) {
	account, err := sdk.AccAddressFromBech32(text)
	if err != nil {
		return "", nil, fmt.Errorf("%q is not an address of this ledger: %w", text, err)
	}
	if len(texts) == 0 {
		return account.String(), f.coins, nil
	}
	if coins, err = coinsOf(texts); err != nil {
		return "", nil, err
	}
	if coins.Empty() || !f.most.IsAllGTE(coins) {
		return "", nil, fmt.Errorf("%s is more than an address gets, or nothing; ask for at most %s", coins, f.most)
	}
	return account.String(), coins, nil
}

var errHadEnough = errors.New("it has had enough")

// pour gives, within what an address gets in a window.
func (f *Faucet) pour(ctx context.Context, address string, coins sdk.Coins) (string, error) {
	f.lock.Lock()
	defer f.lock.Unlock()
	if now := f.now(); f.given == nil || now.Sub(f.begun) >= f.state.Window {
		f.begun, f.given = now, map[string]sdk.Coins{}
	}
	had := f.given[address]
	if total := had.Add(coins...); !f.most.IsAllGTE(total) || (had == nil && len(f.given) >= maxFaucetAddresses) {
		return "", fmt.Errorf("%w: %s has had %s of at most %s; ask again after %s", errHadEnough, address, had, f.most, f.begun.Add(f.state.Window).UTC().Format(time.RFC3339))
	}
	hash, err := f.give(ctx, address, coins)
	if err == nil {
		f.given[address] = had.Add(coins...)
	}
	return hash, err
}

func answer(w http.ResponseWriter, status int, body map[string]any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(body)
}
