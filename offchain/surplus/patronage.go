package surplus

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"iter"
	"slices"
	"strconv"
	"strings"

	"cosmossdk.io/math"

	membershiptypes "github.com/coopledger/coopledger/x/membership/types"
	"github.com/coopledger/coopledger/x/surplus/sharing"
	"github.com/coopledger/coopledger/x/surplus/types"
)

const (
	columnMember = "member"
	columnClass  = "class"
)

// Patronage of all members in a period, ordered by member.
type Patronage struct {
	members []uint64
	classes []uint32
	// weights of one member after another, by the index of the rules' bases; nil of
	// those that the file has no column of.
	weights []math.Int
	bases   int
}

// ReadPatronage reads CSV with the columns member, class where the rules share by
// class, and one for each basis by its name, in whole units. Several lines of a
// member add up. It holds about a hundred bytes a member and basis in memory.
func ReadPatronage(from io.Reader, rules membershiptypes.SurplusRules) (*Patronage, error) {
	reader := csv.NewReader(from)
	reader.ReuseRecord = true
	reader.TrimLeadingSpace = true
	header, err := reader.Read()
	if errors.Is(err, io.EOF) {
		return nil, types.ErrInvalidPatronage.Wrap("the file is empty; its first line names the columns: member, class and the bases")
	} else if err != nil {
		return nil, types.ErrInvalidPatronage.Wrap(err.Error())
	}
	patronage := &Patronage{bases: len(rules.Bases)}
	names := slices.Clone(header)
	names[0] = strings.TrimPrefix(names[0], "\ufeff")
	columns, err := columnsOf(names, rules)
	if err != nil {
		return nil, err
	}
	for {
		line, err := reader.Read()
		if errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			return nil, types.ErrInvalidPatronage.Wrap(err.Error())
		}
		if err := patronage.add(line, columns); err != nil {
			at, _ := reader.FieldPos(0)
			return nil, types.ErrInvalidPatronage.Wrapf("line %d: %s", at, err)
		}
	}
	return patronage, patronage.sum()
}

// columns are where member and class are, and each of the rules' bases; -1 is none.
type columns struct {
	member, class int
	bases         []basisColumn
}

// basisColumn is where a basis is.
type basisColumn struct {
	name string
	at   int
}

func columnsOf(header []string, rules membershiptypes.SurplusRules) (columns, error) {
	at := columns{member: -1, class: -1}
	for i, name := range header {
		basis, known := rules.Basis(name)
		switch {
		case slices.Contains(header[:i], name):
			return at, types.ErrInvalidPatronage.Wrapf("the column %q is there twice", name)
		case name == columnMember:
			at.member = i
		case name == columnClass:
			at.class = i
		case !known || basis.PerHead:
			return at, types.ErrInvalidPatronage.Wrapf("the column %q is no basis that is recorded; the columns are member, class and %s", name, strings.Join(recorded(rules), ", "))
		}
	}
	for _, basis := range rules.Bases {
		at.bases = append(at.bases, basisColumn{basis.Name, slices.Index(header, basis.Name)})
	}
	if at.member < 0 {
		return at, types.ErrInvalidPatronage.Wrap("there is no column member; it holds members' numbers")
	}
	for _, step := range rules.Steps {
		basis, _ := rules.Basis(step.Basis)
		if step.Basis != "" && !basis.PerHead && !slices.Contains(header, step.Basis) {
			return at, types.ErrInvalidPatronage.Wrapf("there is no column %q, by which the step %q is shared", step.Basis, step.Name)
		}
		if len(step.ClassIds) > 0 && at.class < 0 {
			return at, types.ErrInvalidPatronage.Wrapf("there is no column class, and the step %q is for some classes alone; give the id of each member's class", step.Name)
		}
	}
	return at, nil
}

// recorded are the bases that files have columns of.
func recorded(rules membershiptypes.SurplusRules) (names []string) {
	for _, basis := range rules.Bases {
		if !basis.PerHead {
			names = append(names, basis.Name)
		}
	}
	return names
}

// add appends a line. What is refused is said without the line's number.
func (p *Patronage) add(line []string, at columns) error {
	member, err := strconv.ParseUint(line[at.member], 10, 64)
	if err != nil || member == 0 {
		return fmt.Errorf("%q is no member's number", line[at.member])
	}
	class := uint64(0)
	if at.class >= 0 {
		if class, err = strconv.ParseUint(line[at.class], 10, 32); err != nil || class == 0 {
			return fmt.Errorf("%q is no id of a class", line[at.class])
		}
	}
	for _, basis := range at.bases {
		if basis.at < 0 {
			p.weights = append(p.weights, math.Int{})
			continue
		}
		weight, err := wholeNumber(line[basis.at])
		if err != nil || weight.IsNegative() {
			return fmt.Errorf("%s: %q is no whole number of units; write 0 where there is none", basis.name, line[basis.at])
		}
		p.weights = append(p.weights, weight)
	}
	p.members, p.classes = append(p.members, member), append(p.classes, uint32(class))
	return nil
}

// sum orders the lines by member and adds up those of one.
func (p *Patronage) sum() error {
	if ascending(p.members) {
		return nil
	}
	order := make([]int, len(p.members))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int {
		if p.members[a] < p.members[b] {
			return -1
		} else if p.members[a] > p.members[b] {
			return 1
		}
		return 0
	})
	summed := Patronage{bases: p.bases}
	for _, at := range order {
		last := len(summed.members) - 1
		if last < 0 || summed.members[last] != p.members[at] {
			summed.members, summed.classes = append(summed.members, p.members[at]), append(summed.classes, p.classes[at])
			summed.weights = append(summed.weights, p.row(at).Weights...)
			continue
		}
		if summed.classes[last] != p.classes[at] {
			return types.ErrInvalidPatronage.Wrapf("member %d is in the class %d on one line and %d on another; give one", p.members[at], summed.classes[last], p.classes[at])
		}
		sums := summed.row(last).Weights
		for i, weight := range p.row(at).Weights {
			if !weight.IsNil() {
				sums[i] = sums[i].Add(weight)
			}
		}
	}
	*p = summed
	return nil
}

func ascending(members []uint64) bool {
	for i := 1; i < len(members); i++ {
		if members[i-1] >= members[i] {
			return false
		}
	}
	return true
}

// Members is how many there are.
func (p *Patronage) Members() int { return len(p.members) }

// Rows of all members, in the order of their numbers.
func (p *Patronage) Rows() iter.Seq[sharing.Row] {
	return func(yield func(sharing.Row) bool) {
		for at := range p.members {
			if !yield(p.row(at)) {
				return
			}
		}
	}
}

func (p *Patronage) row(at int) sharing.Row {
	return sharing.Row{MemberID: p.members[at], ClassID: p.classes[at], Weights: p.weights[at*p.bases : (at+1)*p.bases]}
}
