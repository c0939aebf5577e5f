// Package types names x/surplus, how co-ops share their surplus, and holds its
// refusals.
package types

// ModuleName names the module.
const ModuleName = "surplus"
