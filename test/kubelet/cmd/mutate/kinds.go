package main

import (
	"reflect"
	"sort"

	v1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/runtime"
)

var kindTypes = knownKinds()

// knownKinds are the types of v1 by kind, the API machinery's own included.
func knownKinds() map[string]reflect.Type {
	scheme := runtime.NewScheme()
	if err := v1.AddToScheme(scheme); err != nil {
		panic(err)
	}
	return scheme.KnownTypes(v1.SchemeGroupVersion)
}

// makeUp makes an object of a kind that is drawn, and its type the root.
func (m *mutator) makeUp() base {
	kinds := make([]string, 0, len(kindTypes))
	for kind := range kindTypes {
		kinds = append(kinds, kind)
	}
	sort.Strings(kinds)
	kind := one(m, kinds)
	m.root = kindTypes[kind]
	tree := map[string]any{}
	for _, f := range members(m.root) {
		if m.rand.Intn(4) > 0 {
			tree[f.name] = m.build(f.typ, f.name, 1)
		}
	}
	tree["apiVersion"], tree["kind"] = "v1", kind
	if _, has := tree["metadata"]; has && m.rand.Intn(2) == 0 {
		tree["metadata"] = map[string]any{"name": "made-up"}
	}
	return base{name: kind, text: m.print(tree), tree: tree}
}
