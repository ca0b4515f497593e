package podtype

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
)

// parseDefault reads a +default marker: a JSON value, or `ref(Constant)`, which
// stands for a Go constant and is left as nil for the caller's rules to know.
func parseDefault(text string) (any, error) {
	if strings.HasPrefix(text, "ref(") {
		return nil, nil
	}
	var value any
	if err := json.Unmarshal([]byte(text), &value); err != nil {
		return nil, fmt.Errorf("+default=%s is no JSON: %w", text, err)
	}
	return value, nil
}

// Facts is the file: every type of the closure over all releases. Since and
// until are minor versions, both inclusive, and absent where they would name
// the first or the last release read.
type Facts struct {
	Releases []string               `json:"releases"`
	Types    map[string][]FieldFact `json:"types"`
	Enums    map[string]EnumFact    `json:"enums"`
}

type FieldFact struct {
	Field
	Default    any    `json:"default,omitempty"`
	Gate       string `json:"gate,omitempty"`
	Deprecated bool   `json:"deprecated,omitempty"`
	Span
}

type EnumFact struct {
	Closed bool        `json:"closed,omitempty"`
	Values []ValueFact `json:"values"`
}

type ValueFact struct {
	Value string `json:"value"`
	Span
}

type Span struct {
	Since int `json:"since,omitempty"`
	Until int `json:"until,omitempty"`
}

// Merge joins releases, oldest first; names are "1.31.14".
func Merge(names []string, releases []Release) (Facts, error) {
	facts := Facts{names, map[string][]FieldFact{}, map[string]EnumFact{}}
	minors := make([]int, len(names))
	for i, name := range names {
		parts := strings.Split(name, ".")
		minor, err := strconv.Atoi(parts[min(1, len(parts)-1)])
		if err != nil || len(parts) != 3 || (i > 0 && minor != minors[i-1]+1) {
			return facts, fmt.Errorf("releases must be 1.<minor>.<patch>, one a minor, oldest first: %v", names)
		}
		minors[i] = minor
	}
	for _, name := range keys(releases, func(r Release) map[string]Struct { return r.Structs }) {
		columns := make([][]FieldFact, len(releases))
		for i, release := range releases {
			for _, field := range release.Structs[name].Fields {
				columns[i] = append(columns[i], FieldFact{Field: field, Default: field.Remarks.Default,
					Gate: field.Remarks.Gate, Deprecated: field.Remarks.Deprecated})
			}
		}
		merged, err := mergeColumns(minors, columns, func(f FieldFact) Field {
			f.Remarks = Remarks{}
			return f.Field
		}, func(f *FieldFact) *Span { return &f.Span })
		if err != nil {
			return facts, fmt.Errorf("%s: %w", name, err)
		}
		facts.Types[name] = merged
	}
	for _, name := range keys(releases, func(r Release) map[string]Enum { return r.Enums }) {
		columns := make([][]ValueFact, len(releases))
		fact := EnumFact{}
		for i, release := range releases {
			enum, ok := release.Enums[name]
			for _, value := range enum.Values {
				columns[i] = append(columns[i], ValueFact{Value: value})
			}
			if ok {
				fact.Closed = enum.Closed
			}
		}
		merged, err := mergeColumns(minors, columns, func(v ValueFact) string { return v.Value },
			func(v *ValueFact) *Span { return &v.Span })
		if err != nil {
			return facts, fmt.Errorf("%s: %w", name, err)
		}
		fact.Values = merged
		facts.Enums[name] = fact
	}
	return facts, nil
}

// mergeColumns joins the entries of each release into one list with spans. The
// order is the newest release's; what is gone by then stands where it stood,
// after the entry before it.
func mergeColumns[E any, K comparable](minors []int, columns [][]E, key func(E) K, span func(*E) *Span) ([]E, error) {
	var merged []E
	at := func(k K) int {
		for i := range merged {
			if key(merged[i]) == k {
				return i
			}
		}
		return -1
	}
	last := len(minors) - 1
	for release := last; release >= 0; release-- {
		before := -1
		for _, entry := range columns[release] {
			i := at(key(entry))
			if i < 0 {
				i = before + 1
				merged = append(merged[:i], append([]E{entry}, merged[i:]...)...)
				if release < last {
					span(&merged[i]).Until = minors[release]
				}
				span(&merged[i]).Since = minors[release]
			} else if s := span(&merged[i]); s.Since == minors[release]+1 || s.Since == minors[release] {
				s.Since = minors[release]
			} else {
				return nil, fmt.Errorf("%v is in 1.%d, gone in 1.%d and back later", key(entry), minors[release], minors[release]+1)
			}
			before = i
		}
	}
	for i := range merged {
		if s := span(&merged[i]); s.Since == minors[0] {
			s.Since = 0
		}
	}
	return merged, nil
}

func keys[V any](releases []Release, of func(Release) map[string]V) []string {
	seen := map[string]bool{}
	var names []string
	for _, release := range releases {
		for name := range of(release) {
			if !seen[name] {
				seen[name] = true
				names = append(names, name)
			}
		}
	}
	return names
}
