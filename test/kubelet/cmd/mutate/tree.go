package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand"
	"reflect"
	"sort"
	"strings"

	v1 "k8s.io/api/core/v1"
	"sigs.k8s.io/yaml"
)

// A tree is JSON as Go has it: map[string]any, []any, json.Number, string,
// bool and nil.
func parse(text []byte) (any, error) {
	asJSON, err := yaml.YAMLToJSON(text)
	if err != nil {
		return nil, err
	}
	decoder := json.NewDecoder(bytes.NewReader(asJSON))
	decoder.UseNumber()
	var tree any
	return tree, decoder.Decode(&tree)
}

func clone(tree any) any {
	switch tree := tree.(type) {
	case map[string]any:
		copied := make(map[string]any, len(tree))
		for key, value := range tree {
			copied[key] = clone(value)
		}
		return copied
	case []any:
		copied := make([]any, len(tree))
		for i, value := range tree {
			copied[i] = clone(value)
		}
		return copied
	}
	return tree
}

// node is a place in a tree: where it hangs and what the Pod type has there
// (nil where the type has nothing).
type node struct {
	path  string
	value any
	typ   reflect.Type
	key   string
	set   func(any)
	drop  func()
	// rename hangs the value under another key; nil in a list.
	rename func(string)
}

// walk gives every place below the root, in a fixed order. The root's own
// setter is the caller's.
func walk(tree any, typ reflect.Type, path string, visit func(node)) {
	switch tree := tree.(type) {
	case map[string]any:
		for _, key := range sortedKeys(tree) {
			child := memberType(typ, key)
			visit(node{path + "." + key, tree[key], child, key,
				func(v any) { tree[key] = v }, func() { delete(tree, key) },
				func(to string) { tree[to] = tree[key]; delete(tree, key) }})
			walk(tree[key], child, path+"."+key, visit)
		}
	case []any:
		for i := range tree {
			child := elementType(typ)
			place := fmt.Sprintf("%s.%d", path, i)
			visit(node{place, tree[i], child, lastKey(path),
				func(v any) { tree[i] = v }, func() { tree[i] = dropped{} }, nil})
			walk(tree[i], child, place, visit)
		}
	}
}

// dropped marks a list's element that sweep takes out.
type dropped struct{}

func sweep(tree any) any {
	switch tree := tree.(type) {
	case map[string]any:
		for key := range tree {
			tree[key] = sweep(tree[key])
		}
	case []any:
		kept := make([]any, 0, len(tree))
		for _, value := range tree {
			if _, gone := value.(dropped); !gone {
				kept = append(kept, sweep(value))
			}
		}
		return kept
	}
	return tree
}

func lastKey(path string) string { return path[strings.LastIndex(path, ".")+1:] }

func sortedKeys(m map[string]any) []string {
	keys := make([]string, 0, len(m))
	for key := range m {
		keys = append(keys, key)
	}
	sort.Strings(keys)
	return keys
}

type mutator struct {
	rand    *rand.Rand
	sources []base
	// root is the type of what is being changed.
	root reflect.Type
	// seen are the scalars by member name, and subtrees the others by Go type,
	// of all bases.
	seen     map[string][]any
	subtrees map[reflect.Type][]any
	// donors are all values of the bases by member name.
	donors map[string][]node
	// plain remembers which strings YAML reads bare.
	plain map[string]bool
}

var podType = reflect.TypeOf(v1.Pod{})

func newMutator(r *rand.Rand, sources []base) (*mutator, error) {
	if len(sources) == 0 {
		return nil, fmt.Errorf("no base")
	}
	m := &mutator{r, sources, podType, map[string][]any{}, map[reflect.Type][]any{}, map[string][]node{}, map[string]bool{}}
	for _, source := range sources {
		walk(source.tree, podType, "", func(n node) {
			if n.rename != nil {
				m.donors[n.key] = append(m.donors[n.key], n)
			}
			switch n.value.(type) {
			case map[string]any, []any:
				if n.typ != nil {
					m.subtrees[n.typ] = append(m.subtrees[n.typ], n.value)
				}
			default:
				m.seen[n.key] = append(m.seen[n.key], n.value)
			}
		})
	}
	return m, nil
}

func (m *mutator) nodes(tree any) []node {
	var all []node
	walk(tree, m.root, "", func(n node) { all = append(all, n) })
	return all
}

// changeTree makes one change and says which; an empty step means that the one
// drawn had nothing to act on.
func (m *mutator) changeTree(tree any) (any, string) {
	all := m.nodes(tree)
	if len(all) == 0 {
		return tree, "bare"
	}
	n := all[m.rand.Intn(len(all))]
	step := ""
	switch roll := m.rand.Intn(100); {
	case roll < 10:
		n.drop()
		step = "delete"
	case roll < 22:
		value := junk[m.rand.Intn(len(junk))]
		n.set(clone(value))
		step = "junk." + brief(value)
	case roll < 44:
		step = m.setFitting(all)
	case roll < 66:
		step = m.addMember(all)
	case roll < 72:
		step = m.renameMember(n)
	case roll < 80:
		step = m.repeatElement(all)
	case roll < 90:
		step = m.transplant(all)
	case roll < 95:
		other := all[m.rand.Intn(len(all))]
		n.set(clone(other.value))
		step = "copy" + other.path
	default:
		step = m.grow(all)
	}
	if step == "" {
		return tree, ""
	}
	if !strings.Contains(step, "@") {
		step += "@" + n.path
	}
	return sweep(tree), step
}

func pick[T any](m *mutator, all []T, fits func(T) bool) (T, bool) {
	var fitting []T
	for _, one := range all {
		if fits(one) {
			fitting = append(fitting, one)
		}
	}
	if len(fitting) == 0 {
		var none T
		return none, false
	}
	return fitting[m.rand.Intn(len(fitting))], true
}

// setFitting gives a leaf another value of its own kind: the Pod decodes, and
// validation has to judge.
func (m *mutator) setFitting(all []node) string {
	n, ok := pick(m, all, func(n node) bool { return n.typ != nil && isLeaf(n.typ) })
	if !ok {
		return ""
	}
	value := m.leaf(n.typ, n.key)
	n.set(value)
	return "set." + brief(value) + "@" + n.path
}

// addMember gives a struct a member that it lacks, made up after its type; or a
// free map one more key; or a list one more element.
func (m *mutator) addMember(all []node) string {
	n, ok := pick(m, all, func(n node) bool {
		if n.typ == nil || isLeaf(n.typ) {
			return false
		}
		// An earlier change may have put there what the type does not have.
		kind := pointed(n.typ).Kind()
		switch value := n.value.(type) {
		case map[string]any:
			return kind != reflect.Slice && len(value) < 60
		case []any:
			return kind == reflect.Slice
		}
		return false
	})
	if !ok {
		return ""
	}
	switch value := n.value.(type) {
	case []any:
		n.set(append(value, m.build(elementType(n.typ), n.key, 0)))
		return "append@" + n.path
	case map[string]any:
		typ := pointed(n.typ)
		if typ.Kind() == reflect.Map {
			key := m.mapKey(n.key)
			value[key] = m.build(typ.Elem(), key, 0)
			return "add." + key + "@" + n.path
		}
		missing, ok := pick(m, members(typ), func(f member) bool { _, has := value[f.name]; return !has })
		if !ok {
			return ""
		}
		value[missing.name] = m.build(missing.typ, missing.name, 0)
		return "add." + missing.name + "@" + n.path
	}
	return ""
}

func (m *mutator) renameMember(n node) string {
	if n.rename == nil || n.key == "" {
		return ""
	}
	to := n.key
	switch m.rand.Intn(4) {
	case 0:
		to = strings.ToUpper(n.key)
	case 1:
		to = strings.ToUpper(n.key[:1]) + n.key[1:]
	case 2:
		to = strings.ToLower(n.key)
	default:
		to = n.key + "s"
	}
	if to == n.key {
		return ""
	}
	n.rename(to)
	return "rename." + to
}

func (m *mutator) repeatElement(all []node) string {
	n, ok := pick(m, all, func(n node) bool { list, is := n.value.([]any); return is && len(list) > 0 })
	if !ok {
		return ""
	}
	list := n.value.([]any)
	again := clone(list[m.rand.Intn(len(list))])
	step := "repeat"
	if fields, is := again.(map[string]any); is && m.rand.Intn(2) == 0 && len(fields) > 1 {
		// The same but for one member: what counts as the same?
		keys := sortedKeys(fields)
		key := keys[m.rand.Intn(len(keys))]
		fields[key] = m.build(memberType(elementType(n.typ), key), key, 1)
		step = "nearly-repeat." + key
	}
	n.set(append(list, again))
	return step + "@" + n.path
}

// transplant puts a subtree of the same Go type from another place or base.
func (m *mutator) transplant(all []node) string {
	n, ok := pick(m, all, func(n node) bool { return n.typ != nil && len(m.subtrees[n.typ]) > 1 })
	if !ok {
		return ""
	}
	donors := m.subtrees[n.typ]
	n.set(clone(donors[m.rand.Intn(len(donors))]))
	return "transplant@" + n.path
}

// grow repeats what must not be long.
func (m *mutator) grow(all []node) string {
	n := all[m.rand.Intn(len(all))]
	times := []int{11, 17, 33, 65, 129, 254, 300}[m.rand.Intn(7)]
	switch value := n.value.(type) {
	case string:
		if value == "" {
			value = "x"
		}
		longest := 2000
		if strings.Contains(n.path, ".annotations.") {
			// All annotations together may have 256 KiB.
			times, longest = times*1000, 256<<10+1
		}
		grown := strings.Repeat(value, times)
		n.set(grown[:min(len(grown), longest)])
	case []any:
		if len(value) == 0 || len(fmt.Sprint(value)) > 400 {
			return ""
		}
		grown := value
		for len(grown) < times {
			again := clone(value[len(grown)%len(value)])
			if fields, is := again.(map[string]any); is {
				if _, named := fields["name"]; named && m.rand.Intn(3) > 0 {
					fields["name"] = fmt.Sprintf("n%d", len(grown))
				}
			}
			grown = append(grown, again)
		}
		n.set(grown)
	default:
		return ""
	}
	return fmt.Sprintf("grow.%d@%s", times, n.path)
}

func brief(value any) string {
	text, err := json.Marshal(value)
	if err != nil {
		return "?"
	}
	if len(text) > 24 {
		return string([]rune(string(text))[:20]) + "…"
	}
	return string(text)
}
