package main

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
)

// A move changes a tree in a way that keeps most of it sound: values stay what
// somebody wrote, but stand somewhere else, twice, or spelled a little otherwise.
type move struct {
	name  string
	share int
	make  func(*mutator, []node) (step string)
}

var moves = []move{
	{"respell", 22, (*mutator).respellOne},
	{"respell-key", 4, (*mutator).respellKey},
	{"neighbour", 10, (*mutator).neighbour},
	{"spelled", 10, (*mutator).spelled},
	{"swap", 8, (*mutator).swap},
	{"swap-siblings", 6, (*mutator).swapSiblings},
	{"lift", 6, (*mutator).lift},
	{"sink", 3, (*mutator).sink},
	{"retype", 6, (*mutator).retype},
	{"void", 5, (*mutator).void},
	{"annotate", 6, (*mutator).annotate},
	{"graft", 12, (*mutator).graft},
	{"prune", 6, (*mutator).prune},
	{"rotate", 2, (*mutator).rotate},
}

// changeByMove makes one move; an empty step means that it had nothing to act on.
func (m *mutator) changeByMove(tree any) (any, string) {
	total := 0
	for _, one := range moves {
		total += one.share
	}
	roll := m.rand.Intn(total)
	for _, one := range moves {
		if roll -= one.share; roll < 0 {
			all := m.nodes(tree)
			if len(all) == 0 {
				return tree, "bare"
			}
			step := one.make(m, all)
			if step == "" {
				return tree, ""
			}
			return sweep(tree), one.name + "." + step
		}
	}
	return tree, ""
}

func isText(n node) bool { _, is := n.value.(string); return is }

func (m *mutator) respellOne(all []node) string {
	n, ok := pick(m, all, isText)
	if !ok {
		return ""
	}
	text := m.respell(n.value.(string))
	n.set(text)
	return brief(text) + "@" + n.path
}

// respellKey acts on the keys that an author chooses; those of the type are
// renameMember's.
func (m *mutator) respellKey(all []node) string {
	n, ok := pick(m, all, func(n node) bool {
		return n.rename != nil && (strings.Contains(n.path, ".labels.") || strings.Contains(n.path, ".annotations.") || strings.Contains(n.path, ".nodeSelector.") ||
			strings.Contains(n.path, ".matchLabels.") || strings.Contains(n.path, ".limits.") || strings.Contains(n.path, ".requests.") || strings.Contains(n.path, ".overhead."))
	})
	if !ok {
		return ""
	}
	key := m.respell(n.key)
	if key == n.key {
		return ""
	}
	n.rename(key)
	return brief(key) + "@" + n.path
}

func (m *mutator) neighbour(all []node) string {
	n, ok := pick(m, all, func(n node) bool { _, is := n.value.(json.Number); return is })
	if !ok {
		return ""
	}
	value := json.Number(m.number(n.value.(json.Number).String()))
	n.set(value)
	return value.String() + "@" + n.path
}

func (m *mutator) spelled(all []node) string {
	n, ok := pick(m, all, func(n node) bool { return n.typ != nil && (isText(n) || pointed(n.typ) == quantityType) })
	if !ok {
		return ""
	}
	var value any = m.spell()
	switch {
	case pointed(n.typ) == quantityType:
		value = m.quantity()
	case strings.Contains(strings.ToLower(n.key), "ip") || n.key == "nameservers" || n.key == "host":
		value = m.address()
	}
	n.set(value)
	return brief(value) + "@" + n.path
}

// swap exchanges two values of one type.
func (m *mutator) swap(all []node) string {
	a, ok := pick(m, all, func(n node) bool { return n.typ != nil && n.value != nil })
	if !ok {
		return ""
	}
	b, ok := pick(m, all, func(n node) bool {
		return n.typ != nil && pointed(n.typ) == pointed(a.typ) && n.path != a.path && !strings.HasPrefix(n.path, a.path) && !strings.HasPrefix(a.path, n.path)
	})
	if !ok {
		return ""
	}
	a.set(clone(b.value))
	b.set(clone(a.value))
	return a.path + "=" + b.path
}

func parentOf(path string) string { return path[:strings.LastIndex(path, ".")] }

func (m *mutator) swapSiblings(all []node) string {
	a, ok := pick(m, all, func(n node) bool { return n.rename != nil })
	if !ok {
		return ""
	}
	b, ok := pick(m, all, func(n node) bool { return n.path != a.path && parentOf(n.path) == parentOf(a.path) })
	if !ok {
		return ""
	}
	a.set(b.value)
	b.set(a.value)
	return a.path + "=" + b.path
}

// lift moves a member to the object above its own.
func (m *mutator) lift(all []node) string {
	n, ok := pick(m, all, func(n node) bool { return n.rename != nil && strings.Count(n.path, ".") > 2 })
	if !ok {
		return ""
	}
	for above := parentOf(parentOf(n.path)); above != ""; above = parentOf(above) {
		for _, to := range all {
			if object, is := to.value.(map[string]any); is && to.path == above {
				object[n.key] = clone(n.value)
				if m.rand.Intn(2) == 0 {
					n.drop()
				}
				return n.path + ">" + above
			}
		}
	}
	return ""
}

// sink moves a member into an object beside it, or into each element of a list beside it.
func (m *mutator) sink(all []node) string {
	n, ok := pick(m, all, func(n node) bool { return n.rename != nil })
	if !ok {
		return ""
	}
	to, ok := pick(m, all, func(other node) bool {
		_, is := other.value.(map[string]any)
		return is && other.path != n.path && strings.HasPrefix(other.path, parentOf(n.path)+".") && !strings.HasPrefix(other.path, n.path)
	})
	if !ok {
		return ""
	}
	to.value.(map[string]any)[n.key] = clone(n.value)
	if m.rand.Intn(2) == 0 {
		n.drop()
	}
	return n.path + ">" + to.path
}

// retype writes a value as its neighbour kind: numbers as text and back, one as a list of one.
func (m *mutator) retype(all []node) string {
	n := all[m.rand.Intn(len(all))]
	var value any
	switch old := n.value.(type) {
	case json.Number:
		value = old.String()
	case bool:
		value = strconv.FormatBool(old)
	case string:
		number := json.Number(old)
		if _, err := strconv.ParseInt(old, 10, 64); err == nil && json.Valid([]byte(old)) {
			value = number
		} else {
			value = []any{old}
		}
	case []any:
		if len(old) == 0 {
			return ""
		}
		value = old[0]
		if m.rand.Intn(2) == 0 {
			object := map[string]any{}
			for i, element := range old {
				object[fmt.Sprint(i)] = element
			}
			value = object
		}
	case map[string]any:
		value = []any{old}
	default:
		return ""
	}
	n.set(value)
	return brief(value) + "@" + n.path
}

// void empties: null, or the empty value of the same kind.
func (m *mutator) void(all []node) string {
	n := all[m.rand.Intn(len(all))]
	var value any
	if m.rand.Intn(2) == 0 {
		switch n.value.(type) {
		case string:
			value = ""
		case json.Number:
			value = json.Number("0")
		case []any:
			value = one(m, []any{[]any{}, []any{nil}, []any{nil, nil}, []any{map[string]any{}}})
		case map[string]any:
			value = map[string]any{}
		case bool:
			value = false
		}
	}
	n.set(clone(value))
	return brief(value) + "@" + n.path
}

var annotated = []struct {
	key    string
	values []string
}{
	{"seccomp.security.alpha.kubernetes.io/pod", []string{"unconfined", "runtime/default", "docker/default", "localhost/a.json", "localhost/", "localhost/../a", "localhost//a", "", "x"}},
	{"container.seccomp.security.alpha.kubernetes.io/", []string{"unconfined", "runtime/default", "docker/default", "localhost/a.json", "localhost/../a", "", "x"}},
	{"container.apparmor.security.beta.kubernetes.io/", []string{"unconfined", "runtime/default", "localhost/a", "localhost/", "localhost/ a", "", "x", "RuntimeDefault"}},
	{"scheduler.alpha.kubernetes.io/tolerations", []string{`[{"key":"a","operator":"Exists","effect":"NoSchedule"}]`, `[{"key":"a","operator":"exists"}]`, `[{"operator":"Equal"}]`, `[{"Key":"a b"}]`,
		`[{"key":"a","operator":"Exists","value":"x"}]`, `[{"tolerationSeconds":1,"effect":"NoSchedule"}]`, `{}`, `[]`, `null`, ``, `[null]`, `[`, `x`, `[{"key":1}]`, `[{"operator":"Exists"}] x`}},
	{"controller.kubernetes.io/pod-deletion-cost", []string{"0", "-1", "1", "+1", "01", "2147483647", "2147483648", "1.5", " 1", "", "x", "0x1", "1_0", "-0"}},
	{"kubernetes.io/config.mirror", []string{"x", ""}},
	{"kubernetes.io/config.source", []string{"file", "api", ""}},
	{"security.alpha.kubernetes.io/sysctls", []string{"a=b", "", "x"}},
	{"pod.alpha.kubernetes.io/init-containers", []string{"[]", "x"}},
	{"scheduler.alpha.kubernetes.io/affinity", []string{"{}", "x"}},
	{"batch.kubernetes.io/job-completion-index", []string{"0", "x"}},
	{"kubernetes.io/psp", []string{"x"}},
}

func (m *mutator) annotate(all []node) string {
	n, ok := pick(m, all, func(n node) bool { _, is := n.value.(map[string]any); return is && n.path == ".metadata" })
	if !ok {
		return ""
	}
	chosen := one(m, annotated)
	key, value := chosen.key, one(m, chosen.values)
	if strings.HasSuffix(key, "/") {
		name, named := pick(m, all, func(n node) bool {
			return isText(n) && strings.HasSuffix(n.path, ".name") && strings.Contains(n.path, "ontainers.")
		})
		key += "nobody"
		if named && m.rand.Intn(6) > 0 {
			key = strings.TrimSuffix(key, "nobody") + name.value.(string)
		}
	}
	if m.rand.Intn(8) == 0 {
		value = m.respell(value)
	}
	annotations, is := n.value.(map[string]any)["annotations"].(map[string]any)
	if !is {
		annotations = map[string]any{}
		n.value.(map[string]any)["annotations"] = annotations
	}
	annotations[key] = value
	return key + "=" + brief(value)
}

// graft gives an object a member that an object of the same type has elsewhere,
// in this Pod or another.
func (m *mutator) graft(all []node) string {
	n, ok := pick(m, all, func(n node) bool {
		_, is := n.value.(map[string]any)
		return is && n.typ != nil && !isLeaf(n.typ) && len(m.subtrees[n.typ]) > 0
	})
	if !ok {
		return ""
	}
	donor, is := one(m, m.subtrees[n.typ]).(map[string]any)
	if !is || len(donor) == 0 {
		return ""
	}
	key := one(m, sortedKeys(donor))
	n.value.(map[string]any)[key] = clone(donor[key])
	return key + "@" + n.path
}

// prune keeps one or a few members of an object, or elements of a list.
func (m *mutator) prune(all []node) string {
	n := all[m.rand.Intn(len(all))]
	switch value := n.value.(type) {
	case map[string]any:
		for _, key := range sortedKeys(value) {
			if m.rand.Intn(2) == 0 {
				delete(value, key)
			}
		}
	case []any:
		kept := []any{}
		for _, element := range value {
			if m.rand.Intn(2) == 0 {
				kept = append(kept, element)
			}
		}
		n.set(kept)
	default:
		return ""
	}
	return "@" + n.path
}

// rotate changes an order that nothing should depend on, or something does.
func (m *mutator) rotate(all []node) string {
	n, ok := pick(m, all, func(n node) bool { list, is := n.value.([]any); return is && len(list) > 1 })
	if !ok {
		return ""
	}
	list := n.value.([]any)
	n.set(append(append([]any{}, list[1:]...), list[0]))
	return "@" + n.path
}
