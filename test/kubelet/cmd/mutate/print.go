package main

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"sigs.k8s.io/yaml"
)

// print writes a tree in one of the ways that people and programs write
// manifests: JSON, or YAML with this indent or that, blocks or flow, keys in
// this order or that, scalars quoted or plain.
func (m *mutator) print(tree any) string {
	if m.rand.Intn(12) == 0 {
		return m.printJSON(tree)
	}
	p := printer{m: m, indent: 2, quote: m.rand.Intn(10) == 0, shuffle: m.rand.Intn(10) == 0, flow: 8}
	if m.rand.Intn(6) == 0 {
		p.indent = 4
	}
	p.indentLists = m.rand.Intn(2) == 0
	var out strings.Builder
	switch tree := tree.(type) {
	case map[string]any:
		p.block(&out, tree, 0)
	default:
		out.WriteString(p.inline(tree) + "\n")
	}
	return out.String()
}

func (m *mutator) printJSON(tree any) string {
	var text []byte
	var err error
	if m.rand.Intn(2) == 0 {
		text, err = json.Marshal(tree)
	} else {
		text, err = json.MarshalIndent(tree, "", "  ")
	}
	if err != nil {
		panic(fmt.Sprintf("a tree that is no JSON: %v", err))
	}
	return string(text)
}

type printer struct {
	m              *mutator
	indent         int
	indentLists    bool
	quote, shuffle bool
	// flow is how often in a hundred a small collection goes on one line.
	flow int
}

var first = map[string]int{"apiVersion": -5, "kind": -4, "metadata": -3, "name": -2, "spec": 1, "status": 2}

func (p printer) keys(object map[string]any) []string {
	keys := sortedKeys(object)
	if p.shuffle {
		p.m.rand.Shuffle(len(keys), func(i, j int) { keys[i], keys[j] = keys[j], keys[i] })
		return keys
	}
	// An insertion sort keeps the alphabetical order among equals.
	for i := 1; i < len(keys); i++ {
		for j := i; j > 0 && first[keys[j]] < first[keys[j-1]]; j-- {
			keys[j], keys[j-1] = keys[j-1], keys[j]
		}
	}
	return keys
}

func (p printer) block(out *strings.Builder, object map[string]any, column int) {
	for i, key := range p.keys(object) {
		if i > 0 || column == 0 {
			out.WriteString(strings.Repeat(" ", column))
		}
		out.WriteString(p.scalar(key, false) + ":")
		p.value(out, object[key], column)
	}
}

func (p printer) value(out *strings.Builder, value any, column int) {
	switch value := value.(type) {
	case map[string]any:
		if len(value) > 0 && !p.flows(value) {
			out.WriteString("\n" + strings.Repeat(" ", column+p.indent))
			p.block(out, value, column+p.indent)
			return
		}
	case []any:
		if len(value) > 0 && !p.flows(value) {
			out.WriteString("\n")
			at := column
			if p.indentLists {
				at += p.indent
			}
			for _, element := range value {
				out.WriteString(strings.Repeat(" ", at) + "-")
				if object, ok := element.(map[string]any); ok && len(object) > 0 {
					out.WriteString(" ")
					p.block(out, object, at+2)
				} else {
					p.value(out, element, at)
				}
			}
			return
		}
	}
	out.WriteString(" " + p.inline(value) + "\n")
}

func (p printer) flows(value any) bool {
	return len(fmt.Sprint(value)) < 80 && p.m.rand.Intn(100) < p.flow
}

func (p printer) inline(value any) string {
	switch value := value.(type) {
	case map[string]any:
		parts := make([]string, 0, len(value))
		for _, key := range p.keys(value) {
			parts = append(parts, p.scalar(key, true)+": "+p.inline(value[key]))
		}
		return "{" + strings.Join(parts, ", ") + "}"
	case []any:
		parts := make([]string, len(value))
		for i := range value {
			parts[i] = p.inline(value[i])
		}
		return "[" + strings.Join(parts, ", ") + "]"
	case string:
		return p.scalar(value, true)
	case nil:
		return []string{"null", "~", "null"}[p.m.rand.Intn(3)]
	case json.Number:
		return value.String()
	case bool:
		return strconv.FormatBool(value)
	}
	panic(fmt.Sprintf("a tree with a %T", value))
}

var simple = regexp.MustCompile(`^[A-Za-z0-9/_.][A-Za-z0-9/_. -]*$`)

// scalar writes a string so that it stays that string.
func (p printer) scalar(text string, inFlow bool) string {
	if p.quote && p.m.rand.Intn(2) == 0 {
		return strconv.QuoteToASCII(text)
	}
	if p.m.isPlain(text) {
		return text
	}
	if !strings.ContainsAny(text, "\n\t\\\x00\r\u0085\u2028\u2029") && p.m.rand.Intn(2) == 0 {
		return "'" + strings.ReplaceAll(text, "'", "''") + "'"
	}
	quoted, err := json.Marshal(text)
	if err != nil {
		panic(fmt.Sprintf("a string that is no JSON: %v", err))
	}
	return string(quoted)
}

// isPlain says whether YAML reads the bare text as that string.
func (m *mutator) isPlain(text string) bool {
	plain, known := m.plain[text]
	if !known {
		var back any
		plain = simple.MatchString(text) && !strings.HasSuffix(text, " ") &&
			yaml.Unmarshal([]byte(text), &back) == nil && back == any(text)
		m.plain[text] = plain
	}
	return plain
}
