// Package sheet reads CSV files of an existing co-op, and names everything that is
// wrong with one at once.
package sheet

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
)

// maxProblems of a file are named; it is read no further.
const maxProblems = 1_000

// Problems are all that is wrong with a file.
type Problems []string

// Error lists them, one a line.
func (p Problems) Error() string {
	text := fmt.Sprintf("%d problems; nothing is brought in before all are gone", len(p))
	for _, problem := range p {
		text += "\n  " + problem
	}
	return text
}

// Sheet is a file while it is read.
type Sheet struct {
	// Columns by name, where they stand.
	Columns map[string]int
	// Problems so far.
	Problems Problems
}

// Report a problem of a line.
func (s *Sheet) Report(line int, format string, arguments ...any) {
	s.Problems = append(s.Problems, fmt.Sprintf("line %d: ", line)+fmt.Sprintf(format, arguments...))
}

// Has says whether a file's first line names some columns.
func Has(text []byte, columns ...string) bool {
	header, err := lines(text).Read()
	return err == nil && !slices.ContainsFunc(columns, func(column string) bool { return !slices.Contains(header, column) })
}

// Read goes through a file in UTF-8 whose first line names columns that are known,
// each once, and all that are needed, which check looks at too if it is given. Each
// line after it goes to row; one that has not as many fields as there are columns
// is a problem, and comes without a record.
func (s *Sheet) Read(text []byte, known, needed []string, check func(), row func(line int, record []string)) {
	from := lines(text)
	header, err := from.Read()
	if err != nil {
		s.Problems = Problems{"the file has no first line with the names of its columns"}
		return
	}
	s.readHeader(header, known, needed)
	if check != nil {
		check()
	}
	if len(s.Problems) > 0 {
		return
	}
	for {
		record, err := from.Read()
		if errors.Is(err, io.EOF) {
			return
		}
		line, _ := from.FieldPos(0)
		if err != nil {
			s.Report(line, "can't be read: %s", err)
			return
		}
		if len(record) != len(s.Columns) {
			s.Report(line, "has %d fields; the first line names %d columns", len(record), len(s.Columns))
			record = nil
		}
		row(line, record)
		if len(s.Problems) >= maxProblems {
			s.Problems = append(s.Problems, "… and more")
			return
		}
	}
}

func (s *Sheet) readHeader(header, known, needed []string) {
	s.Columns = make(map[string]int, len(header))
	for i, name := range header {
		if !slices.Contains(known, name) {
			s.Report(1, "there is no column %q; the columns are %s", name, strings.Join(known, ", "))
		}
		if _, twice := s.Columns[name]; twice {
			s.Report(1, "the column %q is there twice", name)
		}
		s.Columns[name] = i
	}
	for _, column := range needed {
		if _, found := s.Columns[column]; !found {
			s.Report(1, "the column %q is missing", column)
		}
	}
}

func lines(text []byte) *csv.Reader {
	reader := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(text, []byte("\xef\xbb\xbf"))))
	reader.FieldsPerRecord = -1
	return reader
}
