package driver

import (
	"fmt"
	"reflect"
	"strings"
)

// Setup is config.yml as keys and values, for a scenario to change.
type Setup map[string]any

// SetPeriods replaces the periods of every rule of a co-op, at this machine's pace.
func (setup Setup) SetPeriods(periods map[string]string, slugs ...string) {
	for _, slug := range slugs {
		setup.Coop(slug)["periods"] = pacedPeriods(periods)
	}
}

// SetRulePeriods does so for one rule.
func (setup Setup) SetRulePeriods(rule string, periods map[string]string, slugs ...string) {
	for _, slug := range slugs {
		setup.Coop(slug)["rule_periods"] = map[string]any{rule: pacedPeriods(periods)}
	}
}

func pacedPeriods(periods map[string]string) map[string]string {
	paced := map[string]string{}
	for name, length := range periods {
		paced[name] = PacedText(length)
	}
	return paced
}

// Coop is a co-op's part of the config.
func (setup Setup) Coop(slug string) map[string]any {
	for _, coop := range setup.list("coop", "coops") {
		if coop["slug"] == slug {
			return coop
		}
	}
	panic(failure{fmt.Errorf("config.yml has no co-op %q", slug)})
}

// AddAccounts gives further people keys.
func (setup Setup) AddAccounts(names ...string) {
	accounts, _ := setup["accounts"].([]any)
	for _, name := range names {
		accounts = append(accounts, map[string]any{"name": name})
	}
	setup["accounts"] = accounts
}

// Account is the part of the config about one who has a key.
func (setup Setup) Account(name string) map[string]any {
	accounts, _ := setup["accounts"].([]any)
	for _, entry := range accounts {
		if account, ok := entry.(map[string]any); ok && account["name"] == name {
			return account
		}
	}
	panic(failure{fmt.Errorf("config.yml has no account %q", name)})
}

// Accounts are the names of those who have keys.
func (setup Setup) Accounts() (names []string) {
	accounts, _ := setup["accounts"].([]any)
	for _, entry := range accounts {
		if account, ok := entry.(map[string]any); ok {
			names = append(names, fmt.Sprint(account["name"]))
		}
	}
	return names
}

// SetApp overrides app.toml of every validator.
func (setup Setup) SetApp(settings map[string]any) {
	validators, _ := setup["validators"].([]any)
	for _, entry := range validators {
		if validator, ok := entry.(map[string]any); ok {
			validator["app"] = settings
		}
	}
}

// SetSurplus overrides limits of x/surplus, for a scenario in which a period is seconds.
func (setup Setup) SetSurplus(limits map[string]any) {
	setup.part("genesis", "app_state")["surplus"] = map[string]any{"params": limits}
}

func (setup Setup) list(section, key string) []map[string]any {
	var found []map[string]any
	inner, _ := setup[section].(map[string]any)
	entries, _ := inner[key].([]any)
	for _, entry := range entries {
		if values, ok := entry.(map[string]any); ok {
			found = append(found, values)
		}
	}
	return found
}

// treasuries are what the shipped config gives co-ops to begin with, by charter.
func (setup Setup) treasuries() map[string]any {
	shipped := make(map[string]any)
	for _, coop := range setup.list("coop", "coops") {
		shipped[fmt.Sprint(coop["slug"], " ", coop["charter"])] = coop["treasury"]
	}
	return shipped
}

// dropTreasuries takes from co-ops with a charter of the scenario's own what was
// meant for another's funds, unless the scenario gives them something itself.
func (setup Setup) dropTreasuries(shipped map[string]any) {
	for _, coop := range setup.list("coop", "coops") {
		if _, same := shipped[fmt.Sprint(coop["slug"], " ", coop["charter"])]; same {
			continue
		}
		for at, treasury := range shipped {
			if strings.HasPrefix(at, fmt.Sprint(coop["slug"], " ")) && reflect.DeepEqual(treasury, coop["treasury"]) {
				delete(coop, "treasury")
			}
		}
	}
}
