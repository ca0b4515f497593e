package podtype

import (
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
)

// write lays a module out of one package file, and gives its modules map.
func write(t *testing.T, source string) Modules {
	t.Helper()
	dir := t.TempDir()
	if err := os.MkdirAll(filepath.Join(dir, "core"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "core", "types.go"), []byte(source), 0o644); err != nil {
		t.Fatal(err)
	}
	return Modules{"example.org/api": dir}
}

func read(t *testing.T, source string) Release {
	t.Helper()
	release, err := Read(write(t, source), "example.org/api/core.Thing")
	if err != nil {
		t.Fatal(err)
	}
	return release
}

const older = `package core

import metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

// Colour is one of few.
// +enum
type Colour string

const (
	Red  Colour = "red"
	Blue Colour = "blue"
)

type Source struct {
	// +optional
	File *string ` + "`json:\"file\"`" + `
	// +required
	Bytes []byte ` + "`json:\"bytes,omitempty\"`" + `
}

type Thing struct {
	Source ` + "`json:\",inline\"`" + `
	// Deprecated: gone soon.
	// +default="red"
	Colours []Colour ` + "`json:\"colours\"`" + `
	Limits map[string]int32 ` + "`json:\"limits,omitempty\"`" + `
	Next *Thing ` + "`json:\"next,omitempty\"`" + `
	At metav1.Time ` + "`json:\"at\"`" + `
	Gone bool ` + "`json:\"gone,omitempty\"`" + `
	hidden int
	Skipped int ` + "`json:\"-\"`" + `
}
`

func TestReadTellsTypesShapesAndMarkers(t *testing.T) {
	release := read(t, older)
	want := []Field{
		{Name: "file", Type: "string", Inline: "Source", Pointer: true},
		{Name: "bytes", Type: "bytes", Inline: "Source", Required: true},
		{Name: "colours", Type: "string", Shape: "list", Named: "Colour", Required: true, Remarks: Remarks{Default: "red", Deprecated: true}},
		{Name: "limits", Type: "int32", Shape: "map"},
		{Name: "next", Type: "Thing", Pointer: true},
		{Name: "at", Type: "time", Required: true},
		{Name: "gone", Type: "bool"},
	}
	if got := release.Structs["Thing"].Fields; !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
	if got := release.Enums["Colour"]; !got.Closed || !reflect.DeepEqual(got.Values, []string{"red", "blue"}) {
		t.Errorf("Colour is %+v", got)
	}
}

func TestMergeSaysSinceAndUntil(t *testing.T) {
	newer := strings.Replace(older, "\tGone bool `json:\"gone,omitempty\"`\n", "", 1)
	newer = strings.Replace(newer, "map[string]int32", "map[string]int64", 1)
	newer = strings.Replace(newer, "\tBlue", "\tGreen Colour = \"green\"\n\tBlue", 1)
	facts, err := Merge([]string{"1.40.3", "1.41.0", "1.42.1"}, []Release{read(t, older), read(t, newer), read(t, newer)})
	if err != nil {
		t.Fatal(err)
	}
	spans := map[string]Span{}
	for _, field := range facts.Types["Thing"] {
		spans[field.Name+" "+field.Type] = field.Span
	}
	want := map[string]Span{
		"file string": {}, "bytes bytes": {}, "colours string": {}, "next Thing": {}, "at time": {},
		"limits int32": {Until: 40}, "limits int64": {Since: 41}, "gone bool": {Until: 40},
	}
	if !reflect.DeepEqual(spans, want) {
		t.Errorf("got  %v\nwant %v", spans, want)
	}
	values := facts.Enums["Colour"].Values
	if !reflect.DeepEqual(values, []ValueFact{{Value: "red"}, {Value: "green", Span: Span{Since: 41}}, {Value: "blue"}}) {
		t.Errorf("the values are %v", values)
	}
}

func TestMergeRefusesWhatItCannotSay(t *testing.T) {
	gone := strings.Replace(older, "\tGone bool `json:\"gone,omitempty\"`\n", "", 1)
	three := []Release{read(t, older), read(t, gone), read(t, older)}
	if _, err := Merge([]string{"1.40.0", "1.41.0", "1.42.0"}, three); err == nil {
		t.Error("a field that comes back has no one span")
	}
	if _, err := Merge([]string{"1.40.0", "1.42.0", "1.43.0"}, three); err == nil {
		t.Error("a release is missing")
	}
}

func TestReadNamesWhatItDoesNotKnow(t *testing.T) {
	for _, member := range []string{"[][]string", "map[string][]string", "chan int", "Missing", "[]*Thing"} {
		source := "package core\n\ntype Thing struct {\n\tX " + member + " `json:\"x\"`\n}\n"
		if _, err := Read(write(t, source), "example.org/api/core.Thing"); err == nil || !strings.Contains(err.Error(), "core.Thing") {
			t.Errorf("%s: %v", member, err)
		}
	}
}

func TestOpenAPITellsAMisreading(t *testing.T) {
	release := Release{Structs: map[string]Struct{"Thing": {Fields: []Field{
		{Name: "a", Type: "string", Required: true}, {Name: "b", Type: "int32", Shape: "list"}, {Name: "c", Type: "Other"},
	}}}}
	check := func(properties string) error {
		swagger := filepath.Join(t.TempDir(), "swagger.json")
		text := `{"definitions": {"io.k8s.api.core.v1.Thing": {` + properties + `}}}`
		if err := os.WriteFile(swagger, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		return CheckOpenAPI(release, swagger)
	}
	rest := `"b": {"type": "array"}, "c": {"$ref": "x"}`
	if err := check(`"required": ["a"], "properties": {"a": {"type": "string"}, ` + rest + `}`); err != nil {
		t.Error(err)
	}
	for _, other := range []string{
		`"properties": {"a": {"type": "string"}, ` + rest + `}`,
		`"required": ["a"], "properties": {"a": {"type": "boolean"}, ` + rest + `}`,
		`"required": ["a"], "properties": {` + rest + `}`,
		`"required": ["a"], "properties": {"a": {"type": "string"}, "d": {"type": "string"}, ` + rest + `}`,
	} {
		if check(other) == nil {
			t.Errorf("%s is taken for the same", other)
		}
	}
}
