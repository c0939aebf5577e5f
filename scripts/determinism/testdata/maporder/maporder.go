package maporder

import (
	"maps"
	"reflect"
	"slices"
	"sort"
	"sync"
)

type book map[string]int

func walk(entries book, shared *sync.Map) (sum int) {
	for name := range entries { // want: map order
		sum += len(name)
	}
	for range maps.Keys(entries) { // want: map order
		sum++
	}
	_ = slices.Collect(maps.Values(entries))          // want: map order
	_ = reflect.ValueOf(entries).MapKeys()            // want: map order
	shared.Range(func(any, any) bool { return true }) // want: map order
	for _, name := range slices.Sorted(maps.Keys(entries)) {
		sum += len(name)
	}
	for i := range []int{1} {
		sum += i
	}
	return sum
}

func generic[M ~map[K]V, K comparable, V any](m M) (count int) {
	for range m { // want: map order
		count++
	}
	return count
}

func sorted(entries book) []string {
	var names []string
	for name := range entries {
		names = append(names, name)
	}
	sort.Strings(names)
	return names
}

func sortedTooLate(entries book) string {
	var names []string
	for name := range entries { // want: map order
		names = append(names, name)
	}
	first := names[0]
	slices.Sort(names)
	return first
}

func neverSorted(entries book) []string {
	var names, others []string
	for name := range entries { // want: map order
		names = append(names, name)
	}
	slices.Sort(others)
	return names
}

func collectsMore(entries book) ([]string, int) {
	var names []string
	last := 0
	for name, number := range entries { // want: map order
		names = append(names, name)
		last = number
	}
	slices.Sort(names)
	return names, last
}
