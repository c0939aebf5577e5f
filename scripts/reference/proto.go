package main

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
)

var (
	fieldLine = regexp.MustCompile(`^(?:repeated )?[\w.]+ (\w+) = \d+`)
	callLine  = regexp.MustCompile(`^rpc (\w+)\(`)
	routeLine = regexp.MustCompile(`option \(google\.api\.http\)\.get = "([^"]+)"`)
	aminoLine = regexp.MustCompile(`option \(amino\.name\) = "([^"]+)"`)
)

// field of a message, with its comment on one line.
type field struct{ name, comment string }

// call is a message's rpc or a query.
type call struct{ name, route, comment string }

// protoFields lists the fields of one message of a file.
func protoFields(path, message string) ([]field, error) {
	body, err := section(path, "message "+message+" {")
	if err != nil {
		return nil, err
	}
	var fields []field
	var comment []string
	for _, line := range body {
		switch match := fieldLine.FindStringSubmatch(line); {
		case strings.HasPrefix(line, "//"):
			comment = append(comment, strings.TrimSpace(strings.TrimPrefix(line, "//")))
		case match != nil:
			text := strings.Join(comment, " ")
			fields = append(fields, field{match[1], strings.TrimPrefix(strings.TrimPrefix(text, match[1]+" "), "is ")})
			comment = nil
		default:
			comment = nil
		}
	}
	return fields, nil
}

// protoCalls lists the rpcs of a file's service with their route or amino name.
func protoCalls(path string) ([]call, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	amino, err := aminoNames(filepath.Dir(path))
	if err != nil {
		return nil, err
	}
	var calls []call
	var comment []string
	for _, raw := range strings.Split(string(text), "\n") {
		line := strings.TrimSpace(raw)
		switch match := callLine.FindStringSubmatch(line); {
		case strings.HasPrefix(line, "//"):
			comment = append(comment, strings.TrimSpace(strings.TrimPrefix(line, "//")))
			continue
		case match != nil:
			calls = append(calls, call{name: match[1], comment: strings.TrimPrefix(strings.Join(comment, " "), match[1]+" ")})
		}
		if match := routeLine.FindStringSubmatch(line); match != nil && len(calls) > 0 {
			calls[len(calls)-1].route = match[1]
		}
		comment = nil
	}
	for i := range calls {
		if calls[i].route == "" {
			calls[i].route = amino["Msg"+calls[i].name]
		}
		if calls[i].route == "" {
			return nil, fmt.Errorf("%s: %s has neither a route nor an amino name", path, calls[i].name)
		}
	}
	return calls, nil
}

// aminoNames finds the amino names of a module's messages, in whichever of its files
// they are.
func aminoNames(dir string) (map[string]string, error) {
	paths, err := filepath.Glob(filepath.Join(dir, "*.proto"))
	if err != nil {
		return nil, err
	}
	amino := make(map[string]string)
	for _, path := range paths {
		text, err := os.ReadFile(path)
		if err != nil {
			return nil, err
		}
		current := ""
		for _, raw := range strings.Split(string(text), "\n") {
			line := strings.TrimSpace(raw)
			if name, found := strings.CutPrefix(line, "message "); found {
				current = strings.TrimSuffix(name, " {")
			}
			if match := aminoLine.FindStringSubmatch(line); match != nil {
				amino[current] = match[1]
			}
		}
	}
	return amino, nil
}

// section returns the trimmed lines between an opening line and its closing brace.
func section(path, opening string) ([]string, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	_, rest, found := strings.Cut(string(text), "\n"+opening+"\n")
	if !found {
		return nil, fmt.Errorf("%s has no %q", path, opening)
	}
	body, _, found := strings.Cut(rest, "\n}")
	if !found {
		return nil, fmt.Errorf("%s: %q is not closed", path, opening)
	}
	var lines []string
	for _, line := range strings.Split(body, "\n") {
		lines = append(lines, strings.TrimSpace(line))
	}
	return lines, nil
}
