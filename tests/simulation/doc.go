// Package simulation walks at random over everything that members and co-ops
// can do.
package simulation
