// Package podtype reads the Pod type off the Go source of k8s.io/api and
// k8s.io/apimachinery. It reads source and not compiled types because the
// markers (+optional, +enum, +featureGate) and the constants of a string type
// are in the source alone, and because one run can then read many releases.
package podtype

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"path/filepath"
	"reflect"
	"strconv"
	"strings"
)

// Modules are the folders of one release's modules, by module path.
type Modules map[string]string

// Field is one JSON member of a type, as one release has it.
type Field struct {
	Name string `json:"name"`
	// Type is a name in the facts' types, or one of the leaf kinds below.
	Type string `json:"type"`
	// Shape is "list" or "map" (with string keys), or empty for one value.
	Shape string `json:"shape,omitempty"`
	// Named is the Go name of a leaf with a type of its own, such as Protocol;
	// of a list its element's, and of a map with a name the map's own.
	Named string `json:"named,omitempty"`
	// Inline is the embedded Go struct that the member comes from.
	Inline  string `json:"inline,omitempty"`
	Pointer bool   `json:"pointer,omitempty"`
	// Required is the API's word; the decoder does not ask for it.
	Required bool `json:"required,omitempty"`
	// Remarks hold for the newest release that has the member; unlike the
	// above they do not tell one member of that name from another.
	Remarks Remarks `json:"-"`
}

// Remarks is what the source says beside the type of a member.
type Remarks struct {
	Default    any
	Gate       string
	Deprecated bool
}

// Struct is a type with members; Enum a string type with constants.
type Struct struct{ Fields []Field }
type Enum struct {
	// Closed says that the type carries +enum: other values are not meant.
	Closed bool
	Values []string
}

// Release is the closure of the root types in one release.
type Release struct {
	Structs map[string]Struct
	Enums   map[string]Enum
}

// leaves are the types with a JSON form of their own.
var leaves = map[string]string{
	"k8s.io/apimachinery/pkg/api/resource.Quantity":   "quantity",
	"k8s.io/apimachinery/pkg/util/intstr.IntOrString": "intOrString",
	"k8s.io/apimachinery/pkg/apis/meta/v1.Time":       "time",
	"k8s.io/apimachinery/pkg/apis/meta/v1.MicroTime":  "microTime",
	"k8s.io/apimachinery/pkg/apis/meta/v1.Duration":   "duration",
	"k8s.io/apimachinery/pkg/apis/meta/v1.FieldsV1":   "raw",
	"k8s.io/apimachinery/pkg/runtime.RawExtension":    "raw",
}

var basics = map[string]string{
	"string": "string", "bool": "bool", "int": "int64", "int32": "int32", "int64": "int64",
	"float64": "float64", "byte": "byte",
}

type goPackage struct {
	types map[string]declared
	enums map[string][]string
}

type declared struct {
	expr    ast.Expr
	imports map[string]string
	comment string
}

type reader struct {
	modules  Modules
	packages map[string]*goPackage
	origin   map[string]string
	release  Release
}

// Read gives the closure of roots, each "import/path.Name".
func Read(modules Modules, roots ...string) (Release, error) {
	r := &reader{modules, map[string]*goPackage{}, map[string]string{},
		Release{map[string]Struct{}, map[string]Enum{}}}
	for _, root := range roots {
		dot := strings.LastIndex(root, ".")
		if _, err := r.named(root[:dot], root[dot+1:]); err != nil {
			return Release{}, err
		}
	}
	return r.release, nil
}

func (r *reader) load(importPath string) (*goPackage, error) {
	if p, ok := r.packages[importPath]; ok {
		return p, nil
	}
	dir := ""
	for module, folder := range r.modules {
		if rest, ok := strings.CutPrefix(importPath, module+"/"); ok {
			dir = filepath.Join(folder, filepath.FromSlash(rest))
		}
	}
	if dir == "" {
		return nil, fmt.Errorf("%s lies in none of the modules given", importPath)
	}
	parsed, err := parser.ParseDir(token.NewFileSet(), dir, func(f fs.FileInfo) bool {
		return !strings.HasSuffix(f.Name(), "_test.go") && !strings.HasPrefix(f.Name(), "zz_generated")
	}, parser.ParseComments)
	if err != nil {
		return nil, err
	}
	p := &goPackage{map[string]declared{}, map[string][]string{}}
	r.packages[importPath] = p
	for _, pkg := range parsed {
		for _, file := range pkg.Files {
			p.add(file)
		}
	}
	return p, nil
}

func (p *goPackage) add(file *ast.File) {
	imports := map[string]string{}
	for _, spec := range file.Imports {
		target, _ := strconv.Unquote(spec.Path.Value)
		alias := path.Base(target)
		if spec.Name != nil {
			alias = spec.Name.Name
		}
		imports[alias] = target
	}
	for _, decl := range file.Decls {
		group, ok := decl.(*ast.GenDecl)
		if !ok {
			continue
		}
		for _, spec := range group.Specs {
			switch spec := spec.(type) {
			case *ast.TypeSpec:
				comment := markerLines(group.Doc) + markerLines(spec.Doc)
				p.types[spec.Name.Name] = declared{spec.Type, imports, comment}
			case *ast.ValueSpec:
				p.addConstant(spec)
			}
		}
	}
}

// addConstant keeps `Name Type = "value"`; Kubernetes writes them no other way.
func (p *goPackage) addConstant(spec *ast.ValueSpec) {
	ident, ok := spec.Type.(*ast.Ident)
	if !ok || len(spec.Values) != 1 {
		return
	}
	if literal, ok := spec.Values[0].(*ast.BasicLit); ok && literal.Kind == token.STRING {
		value, _ := strconv.Unquote(literal.Value)
		p.enums[ident.Name] = append(p.enums[ident.Name], value)
	}
}

// markerLines keeps the comment line by line; ast's Text drops what looks like
// a directive.
func markerLines(group *ast.CommentGroup) string {
	if group == nil {
		return ""
	}
	var text strings.Builder
	for _, c := range group.List {
		text.WriteString(strings.TrimSpace(strings.TrimPrefix(c.Text, "//")) + "\n")
	}
	return text.String()
}

// value is what a Go type is in JSON.
type value struct {
	kind, shape, named string
	pointer            bool
}

func (r *reader) named(importPath, name string) (value, error) {
	full := importPath + "." + name
	if leaf, ok := leaves[full]; ok {
		return value{kind: leaf}, nil
	}
	p, err := r.load(importPath)
	if err != nil {
		return value{}, err
	}
	decl, ok := p.types[name]
	if !ok {
		return value{}, fmt.Errorf("%s is not declared", full)
	}
	structure, ok := decl.expr.(*ast.StructType)
	if !ok {
		v, err := r.resolve(importPath, decl.imports, decl.expr)
		if err != nil {
			return value{}, fmt.Errorf("%s: %w", full, err)
		}
		v.named = name
		if values, ok := p.enums[name]; ok && v.kind == "string" && v.shape == "" {
			r.release.Enums[name] = Enum{marker(decl.comment, "enum") != nil, values}
		}
		return v, nil
	}
	if known, ok := r.origin[name]; ok && known != full {
		return value{}, fmt.Errorf("%s and %s share a name", known, full)
	} else if !ok {
		r.origin[name] = full
		fields, err := r.fields(importPath, decl.imports, structure)
		if err != nil {
			return value{}, fmt.Errorf("%s: %w", full, err)
		}
		r.release.Structs[name] = Struct{fields}
	}
	return value{kind: name}, nil
}

func (r *reader) resolve(importPath string, imports map[string]string, expr ast.Expr) (value, error) {
	switch expr := expr.(type) {
	case *ast.Ident:
		if basic, ok := basics[expr.Name]; ok {
			return value{kind: basic}, nil
		}
		return r.named(importPath, expr.Name)
	case *ast.SelectorExpr:
		return r.named(imports[expr.X.(*ast.Ident).Name], expr.Sel.Name)
	case *ast.StarExpr:
		v, err := r.resolve(importPath, imports, expr.X)
		v.pointer = true
		return v, err
	case *ast.ArrayType:
		v, err := r.resolve(importPath, imports, expr.Elt)
		if err == nil && v.kind == "byte" && v.shape == "" {
			return value{kind: "bytes"}, nil
		}
		return v.in("list", err)
	case *ast.MapType:
		key, err := r.resolve(importPath, imports, expr.Key)
		if err != nil || key.kind != "string" || key.shape != "" {
			return value{}, fmt.Errorf("a map whose keys are no strings (%v)", err)
		}
		v, err := r.resolve(importPath, imports, expr.Value)
		return v.in("map", err)
	}
	return value{}, fmt.Errorf("a Go type that this reader does not know: %T", expr)
}

func (v value) in(shape string, err error) (value, error) {
	if err == nil && (v.shape != "" || v.pointer) {
		err = fmt.Errorf("a %s of %ss or pointers, which the facts cannot say", shape, v.shape)
	}
	v.shape = shape
	return v, err
}

func (r *reader) fields(importPath string, imports map[string]string, structure *ast.StructType) ([]Field, error) {
	var fields []Field
	for _, member := range structure.Fields.List {
		tag := ""
		if member.Tag != nil {
			text, _ := strconv.Unquote(member.Tag.Value)
			tag = reflect.StructTag(text).Get("json")
		}
		name, options, _ := strings.Cut(tag, ",")
		if name == "-" || (len(member.Names) > 0 && !member.Names[0].IsExported()) {
			continue
		}
		v, err := r.resolve(importPath, imports, member.Type)
		if err != nil {
			return nil, err
		}
		if len(member.Names) == 0 && name == "" {
			for _, embedded := range r.release.Structs[v.kind].Fields {
				embedded.Inline = v.kind
				fields = append(fields, embedded)
			}
			continue
		}
		if name == "" {
			return nil, fmt.Errorf("member %v has no JSON name", member.Names)
		}
		comment := markerLines(member.Doc)
		omitEmpty := strings.Contains(","+options+",", ",omitempty,") || strings.Contains(","+options+",", ",omitzero,")
		remarks, err := remarksOf(comment)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		fields = append(fields, Field{name, v.kind, v.shape, v.named, "", v.pointer, required(comment, omitEmpty), remarks})
	}
	return fields, nil
}

// required follows kube-openapi: a marker decides, without one omitempty does.
func required(comment string, omitEmpty bool) bool {
	if marker(comment, "required") != nil {
		return true
	}
	return marker(comment, "optional") == nil && !omitEmpty
}

func remarksOf(comment string) (Remarks, error) {
	var remarks Remarks
	if gate := marker(comment, "featureGate"); gate != nil {
		remarks.Gate = *gate
	}
	for _, line := range strings.Split(comment, "\n") {
		if strings.HasPrefix(line, "Deprecated:") || strings.HasPrefix(line, "DEPRECATED") {
			remarks.Deprecated = true
		}
	}
	if text := marker(comment, "default"); text != nil {
		value, err := parseDefault(*text)
		if err != nil {
			return remarks, err
		}
		remarks.Default = value
	}
	return remarks, nil
}

// marker gives the text after `+name=`, an empty text for a bare `+name`, or nil.
func marker(comment, name string) *string {
	for _, line := range strings.Split(comment, "\n") {
		rest, ok := strings.CutPrefix(line, "+"+name)
		if !ok {
			continue
		}
		if rest == "" || rest[0] == ' ' {
			empty := ""
			return &empty
		}
		if rest[0] == '=' {
			text := strings.TrimSpace(rest[1:])
			return &text
		}
	}
	return nil
}
