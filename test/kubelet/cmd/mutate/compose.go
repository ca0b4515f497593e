package main

import "reflect"

// compose puts a Pod together from pieces of all bases: each object gets members
// of several objects of its type, so that fields meet that no base has together.
func (m *mutator) compose() base {
	pod := m.mix(podType, m.sources[m.rand.Intn(len(m.sources))].tree).(map[string]any)
	pod["apiVersion"], pod["kind"] = "v1", "Pod"
	return base{name: "composed", tree: pod, text: m.print(pod)}
}

// mix fills an object of a struct type; what is no struct it takes as it is, with
// the elements of lists mixed in turn.
func (m *mutator) mix(typ reflect.Type, value any) any {
	switch value := value.(type) {
	case map[string]any:
		if pointed(typ).Kind() != reflect.Struct || isLeaf(typ) {
			return clone(value)
		}
		mixed := map[string]any{}
		keep := []int{40, 75, 95}[m.rand.Intn(3)]
		for _, f := range members(pointed(typ)) {
			member, has := value[f.name]
			if !has && !isUnion(pointed(typ)) && m.rand.Intn(100) < 12 {
				member, has = m.donated(f)
			}
			if has && (f.always || m.rand.Intn(100) < keep) {
				mixed[f.name] = m.mix(f.typ, member)
			}
		}
		return mixed
	case []any:
		element := elementType(typ)
		if element == nil {
			return clone(value)
		}
		list := make([]any, 0, len(value))
		for _, one := range value {
			list = append(list, m.mix(element, one))
		}
		return list
	}
	return value
}

// donated is what some base has under a member of that name and type.
func (m *mutator) donated(f member) (any, bool) {
	donors := m.donors[f.name]
	if len(donors) == 0 {
		return nil, false
	}
	donor := donors[m.rand.Intn(len(donors))]
	return donor.value, donor.typ == f.typ
}
