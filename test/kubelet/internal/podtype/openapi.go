package podtype

import (
	"encoding/json"
	"fmt"
	"os"
	"sort"
	"strings"
)

type definition struct {
	Required   []string            `json:"required"`
	Properties map[string]property `json:"properties"`
}

type property struct {
	Type   string `json:"type"`
	Format string `json:"format"`
	Ref    string `json:"$ref"`
}

// CheckOpenAPI holds a release against its own api/openapi-spec/swagger.json,
// which other tools made from the same source: the same members, the same ones
// required, the same JSON types. A difference means that Read misunderstands a
// new way of writing the source.
func CheckOpenAPI(release Release, swaggerFile string) error {
	content, err := os.ReadFile(swaggerFile)
	if err != nil {
		return err
	}
	var swagger struct {
		Definitions map[string]definition `json:"definitions"`
	}
	if err := json.Unmarshal(content, &swagger); err != nil {
		return fmt.Errorf("%s: %w", swaggerFile, err)
	}
	compared := 0
	var differences []string
	for name, structure := range release.Structs {
		documented, ok := swagger.Definitions["io.k8s.api.core.v1."+name]
		if !ok {
			documented, ok = swagger.Definitions["io.k8s.apimachinery.pkg.apis.meta.v1."+name]
		}
		// What is only ever embedded, such as VolumeSource, has no definition.
		if !ok {
			continue
		}
		compared++
		differences = append(differences, compareStruct(name, structure, documented)...)
	}
	sort.Strings(differences)
	if compared == 0 || len(differences) > 0 {
		return fmt.Errorf("%s: %d types compared; differences: %s", swaggerFile, compared, strings.Join(differences, "; "))
	}
	return nil
}

func compareStruct(name string, structure Struct, documented definition) []string {
	var differences []string
	required := map[string]bool{}
	for _, member := range documented.Required {
		required[member] = true
	}
	seen := map[string]bool{}
	for _, field := range structure.Fields {
		seen[field.Name] = true
		p, ok := documented.Properties[field.Name]
		if !ok {
			differences = append(differences, name+"."+field.Name+" is not in OpenAPI")
		} else if !p.fits(field) {
			differences = append(differences, fmt.Sprintf("%s.%s is a %s %s here, in OpenAPI %+v", name, field.Name, field.Shape, field.Type, p))
		}
		if required[field.Name] != field.Required {
			differences = append(differences, fmt.Sprintf("%s.%s: required is %t here", name, field.Name, field.Required))
		}
	}
	for member := range documented.Properties {
		if !seen[member] {
			differences = append(differences, name+"."+member+" is in OpenAPI only")
		}
	}
	return differences
}

func (p property) fits(field Field) bool {
	switch field.Shape {
	case "list":
		return p.Type == "array"
	case "map":
		return p.Type == "object"
	}
	switch field.Type {
	case "string":
		return p.Type == "string" && p.Format == ""
	case "bytes":
		return p.Type == "string" && p.Format == "byte"
	case "bool":
		return p.Type == "boolean"
	case "int32", "int64":
		return p.Type == "integer" && p.Format == field.Type
	case "float64":
		return p.Type == "number"
	}
	return p.Ref != ""
}
