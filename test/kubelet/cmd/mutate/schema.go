package main

import (
	"encoding/json"
	"reflect"
	"strings"

	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/intstr"
)

// member is a JSON member of a struct, embedded structs flattened.
type member struct {
	name string
	typ  reflect.Type
	// always says that the Go type has no omitempty: authors mostly write it.
	always bool
}

func pointed(typ reflect.Type) reflect.Type {
	for typ != nil && typ.Kind() == reflect.Pointer {
		typ = typ.Elem()
	}
	return typ
}

func members(typ reflect.Type) []member {
	var all []member
	for i := 0; i < typ.NumField(); i++ {
		field := typ.Field(i)
		name, options, _ := strings.Cut(field.Tag.Get("json"), ",")
		if field.Anonymous && name == "" {
			all = append(all, members(field.Type)...)
		} else if name != "" && name != "-" {
			all = append(all, member{name, field.Type, !strings.Contains(options, "omitempty")})
		}
	}
	return all
}

func memberType(typ reflect.Type, key string) reflect.Type {
	typ = pointed(typ)
	if typ == nil || isLeaf(typ) {
		return nil
	}
	switch typ.Kind() {
	case reflect.Map:
		return typ.Elem()
	case reflect.Struct:
		for _, m := range members(typ) {
			if m.name == key {
				return m.typ
			}
		}
	}
	return nil
}

func elementType(typ reflect.Type) reflect.Type {
	typ = pointed(typ)
	if typ == nil || typ.Kind() != reflect.Slice {
		return nil
	}
	return typ.Elem()
}

var (
	quantityType    = reflect.TypeOf(resource.Quantity{})
	intOrStringType = reflect.TypeOf(intstr.IntOrString{})
	timeType        = reflect.TypeOf(metav1.Time{})
	microTimeType   = reflect.TypeOf(metav1.MicroTime{})
	rawType         = reflect.TypeOf(metav1.FieldsV1{})
)

func isLeaf(typ reflect.Type) bool {
	typ = pointed(typ)
	switch typ {
	case quantityType, intOrStringType, timeType, microTimeType, rawType:
		return true
	}
	switch typ.Kind() {
	case reflect.Struct, reflect.Map, reflect.Slice:
		return false
	}
	return true
}

// leaf makes up a value that mostly decodes for the type.
func (m *mutator) leaf(typ reflect.Type, key string) any {
	if m.rand.Intn(40) == 0 {
		return nil
	}
	typ = pointed(typ)
	switch typ {
	case quantityType:
		return one(m, quantities)
	case intOrStringType:
		if m.rand.Intn(2) == 0 {
			return json.Number(one(m, integers))
		}
		return one(m, portNames)
	case timeType, microTimeType:
		return one(m, times)
	case rawType:
		return map[string]any{"f:spec": map[string]any{}}
	}
	switch typ.Kind() {
	case reflect.Bool:
		return m.rand.Intn(2) == 0
	case reflect.Int32, reflect.Int64, reflect.Float64:
		return json.Number(one(m, integers))
	}
	return m.text(key)
}

// text draws from what the bases and the dictionary have for a member of that
// name, and now and then from the odd strings.
func (m *mutator) text(key string) any {
	known := m.seen[key]
	words := dictionary[key]
	switch roll := m.rand.Intn(10); {
	case roll < 4 && len(words) > 0:
		return one(m, words)
	case roll < 7 && len(known) > 0:
		if value, ok := known[m.rand.Intn(len(known))].(string); ok {
			return value
		}
	}
	return one(m, odd)
}

// mapKey makes up a key for a free map: resource names, label keys.
func (m *mutator) mapKey(of string) string {
	switch of {
	case "limits", "requests", "overhead", "allocatedResources":
		return one(m, resourceNames)
	case "annotations":
		return one(m, append(annotationKeys, labelKeys...))
	}
	return one(m, labelKeys)
}

// build makes up a value of a type. Structs get what authors mostly write, and
// of a union mostly one.
func (m *mutator) build(typ reflect.Type, key string, depth int) any {
	typ = pointed(typ)
	if typ == nil {
		return one(m, junk)
	}
	if isLeaf(typ) {
		return m.leaf(typ, key)
	}
	if donors := m.subtrees[typ]; len(donors) > 0 && m.rand.Intn(2) == 0 {
		return clone(donors[m.rand.Intn(len(donors))])
	}
	switch typ.Kind() {
	case reflect.Slice:
		if typ.Elem().Kind() == reflect.Uint8 {
			return "YWJj"
		}
		list := []any{}
		for n := m.rand.Intn(3); n > 0 && depth < 6; n-- {
			list = append(list, m.build(typ.Elem(), key, depth+1))
		}
		return list
	case reflect.Map:
		object := map[string]any{}
		for n := m.rand.Intn(3); n > 0; n-- {
			name := m.mapKey(key)
			object[name] = m.build(typ.Elem(), name, depth+1)
		}
		return object
	}
	return m.buildStruct(typ, depth)
}

func (m *mutator) buildStruct(typ reflect.Type, depth int) any {
	object := map[string]any{}
	var union []member
	for _, f := range members(typ) {
		optional := pointed(f.typ).Kind() == reflect.Struct && !isLeaf(f.typ)
		if optional && isUnion(typ) {
			union = append(union, f)
			continue
		}
		chance := 12
		if f.always {
			chance = 90
		}
		if m.rand.Intn(100) < chance && depth < 7 {
			object[f.name] = m.build(f.typ, f.name, depth+1)
		}
	}
	if len(union) > 0 {
		for n := []int{0, 1, 1, 1, 1, 1, 1, 1, 2}[m.rand.Intn(9)]; n > 0; n-- {
			f := union[m.rand.Intn(len(union))]
			object[f.name] = m.build(f.typ, f.name, depth+1)
		}
	}
	return object
}

func isUnion(typ reflect.Type) bool {
	switch typ.Name() {
	case "Volume", "VolumeProjection", "EnvVarSource", "EnvFromSource", "Probe", "LifecycleHandler", "ContainerState":
		return true
	}
	return false
}

func one[T any](m *mutator, all []T) T { return all[m.rand.Intn(len(all))] }
