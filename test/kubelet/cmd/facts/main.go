// Command facts writes what the server knows of the Pod type: every type that
// a Pod or a PodList is made of, with its fields and constants and the Kubernetes
// minor versions that have them. facts.sh calls it with one argument a release,
// `1.37.2=<folder of k8s.io/api>,<folder of k8s.io/apimachinery>,<swagger.json>`,
// oldest first.
package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"sort"
	"strings"

	"static-pods/test/kubelet/internal/podtype"
)

func main() {
	facts, err := read(os.Args[1:])
	if err == nil {
		var out []byte
		if out, err = encode(facts); err == nil {
			_, err = os.Stdout.Write(out)
		}
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "facts:", err)
		os.Exit(1)
	}
}

// roots are all kinds of apiVersion v1 that the kubelet's decoder knows: what
// is no Pod is refused by its kind, but only if it decodes.
var roots = append(kindsOf("k8s.io/api/core/v1",
	"Pod", "PodList", "Binding", "ComponentStatus", "ConfigMap", "Endpoints", "Event", "LimitRange", "Namespace", "Node",
	"PersistentVolume", "PersistentVolumeClaim", "PodTemplate", "RangeAllocation", "ReplicationController",
	"ResourceQuota", "Secret", "Service", "ServiceAccount", "ComponentStatusList", "ConfigMapList", "EndpointsList",
	"EventList", "LimitRangeList", "List", "NamespaceList", "NodeList", "PersistentVolumeClaimList",
	"PersistentVolumeList", "PodTemplateList", "ReplicationControllerList", "ResourceQuotaList", "SecretList",
	"ServiceAccountList", "ServiceList", "SerializedReference", "NodeProxyOptions", "PodAttachOptions",
	"PodExecOptions", "PodLogOptions", "PodPortForwardOptions", "PodProxyOptions", "ServiceProxyOptions"),
	kindsOf("k8s.io/apimachinery/pkg/apis/meta/v1",
		"APIGroup", "APIGroupList", "APIResourceList", "APIVersions", "Status", "WatchEvent")...)

func kindsOf(module string, names ...string) []string {
	types := make([]string, len(names))
	for i, name := range names {
		types[i] = module + "." + name
	}
	return types
}

func read(arguments []string) (podtype.Facts, error) {
	var names []string
	var releases []podtype.Release
	for _, argument := range arguments {
		name, list, _ := strings.Cut(argument, "=")
		paths := strings.Split(list, ",")
		if len(paths) != 3 {
			return podtype.Facts{}, fmt.Errorf("%q is not RELEASE=API_FOLDER,APIMACHINERY_FOLDER,SWAGGER_FILE", argument)
		}
		release, err := podtype.Read(podtype.Modules{"k8s.io/api": paths[0], "k8s.io/apimachinery": paths[1]},
			roots...)
		if err == nil {
			err = podtype.CheckOpenAPI(release, paths[2])
		}
		if err != nil {
			return podtype.Facts{}, fmt.Errorf("Kubernetes %s: %w", name, err)
		}
		names, releases = append(names, name), append(releases, release)
	}
	if len(names) == 0 {
		return podtype.Facts{}, fmt.Errorf("no release given")
	}
	return podtype.Merge(names, releases)
}

// encode writes one member a line, so that a new release shows up as the lines
// it adds.
func encode(facts podtype.Facts) ([]byte, error) {
	var out bytes.Buffer
	encoder := func(value any) (string, error) {
		var line bytes.Buffer
		e := json.NewEncoder(&line)
		e.SetEscapeHTML(false)
		err := e.Encode(value)
		return strings.TrimSuffix(line.String(), "\n"), err
	}
	releases, err := encoder(facts.Releases)
	if err != nil {
		return nil, err
	}
	fmt.Fprintf(&out, "{\n\"releases\": %s,\n\"types\": {\n", releases)
	for i, name := range sorted(facts.Types) {
		lines := make([]string, len(facts.Types[name]))
		for j, field := range facts.Types[name] {
			if lines[j], err = encoder(field); err != nil {
				return nil, err
			}
		}
		fmt.Fprintf(&out, "%s\"%s\": [\n%s\n]", separator(i), name, strings.Join(lines, ",\n"))
	}
	fmt.Fprint(&out, "\n},\n\"enums\": {\n")
	for i, name := range sorted(facts.Enums) {
		line, err := encoder(facts.Enums[name])
		if err != nil {
			return nil, err
		}
		fmt.Fprintf(&out, "%s\"%s\": %s", separator(i), name, line)
	}
	fmt.Fprint(&out, "\n}\n}\n")
	return out.Bytes(), nil
}

func separator(i int) string {
	if i == 0 {
		return ""
	}
	return ",\n"
}

func sorted[V any](m map[string]V) []string {
	names := make([]string, 0, len(m))
	for name := range m {
		names = append(names, name)
	}
	sort.Strings(names)
	return names
}
