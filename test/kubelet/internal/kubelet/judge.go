// Package kubelet asks the kubelet of the Kubernetes release that it is linked
// with what it makes of a manifest. The judge is the kubelet's own
// tryDecodeSinglePod (pkg/kubelet/config/common.go); what this package adds is
// the stage that refused and the errors one by one, which that function melts
// into one text, and it checks that both tell the same.
package kubelet

import (
	"bytes"
	"encoding/json"
	"fmt"
	"regexp"
	"strings"

	v1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/util/validation/field"
	utilyaml "k8s.io/apimachinery/pkg/util/yaml"
	"k8s.io/kubernetes/pkg/api/legacyscheme"
	"k8s.io/kubernetes/pkg/apis/core"
	corev1 "k8s.io/kubernetes/pkg/apis/core/v1"
	"sigs.k8s.io/yaml"
)

// Verdict is one line's `verdict` in the corpus.
type Verdict struct {
	Accepted  bool         `json:"accepted"`
	Stage     string       `json:"stage,omitempty"`
	Message   string       `json:"message,omitempty"`
	Errors    []FieldError `json:"errors,omitempty"`
	Reference string       `json:"reference,omitempty"`
	// Items are the verdicts on each Pod of a PodList, each judged as the only
	// one of its list; the list as a whole is refused with its first bad Pod.
	Items []Verdict `json:"items,omitempty"`
	// Hash is the annotation kubernetes.io/config.hash. It is there for every
	// Pod that got as far as validation.
	Hash string `json:"hash,omitempty"`
	// Canonical is the Pod with every default, and with what the kubelet adds
	// (name suffix, namespace, node name, toleration, hash annotation).
	Canonical *v1.Pod `json:"canonical,omitempty"`
}

type FieldError struct {
	Type   string `json:"type"`
	Field  string `json:"field"`
	Detail string `json:"detail"`
}

// Source is where the kubelet reads from.
type Source struct {
	// HTTP is the web-hosted source, which also takes a PodList.
	HTTP bool
	// Place is the file's path or the URL; the config hash covers it.
	Place    string
	NodeName string
	// Hash and Canonical ask for those two parts of the verdict.
	Hash, Canonical bool
	// GateOptions validates as kubelets do from 1.35 on, in every release: with
	// the options that the feature gates give. Until 1.34 no kubelet does.
	GateOptions bool
}

// Judge gives the verdict on a manifest. An error means that this package and
// the kubelet's function disagree, never that the manifest is bad.
func (s Source) Judge(text []byte) (Verdict, error) {
	if s.HTTP && len(text) == 0 {
		return refused("decode", fmt.Sprintf("zero-length data received from %s", s.Place)), nil
	}
	var pod *core.Pod
	parsed, _, err := decodeSingle(text, s.keep(&pod))
	if parsed || !s.HTTP {
		return s.explain(text, parsed, pod, err)
	}
	single, explainError := s.explain(text, parsed, pod, err)
	if explainError != nil {
		return Verdict{}, explainError
	}
	return s.judgeList(text, single)
}

func (s Source) keep(pod **core.Pod) func(*core.Pod) error {
	return func(decoded *core.Pod) error {
		*pod = decoded
		return setDefaults(decoded, s.Place, !s.HTTP, s.NodeName)
	}
}

// explain splits the kubelet's one error by the point that it was raised at: the
// defaults are applied between the check for a name and validation.
func (s Source) explain(text []byte, parsed bool, pod *core.Pod, err error) (Verdict, error) {
	switch {
	case !parsed:
		return explainUnparsed(text, err)
	case pod == nil:
		return refused("name", strings.TrimPrefix(err.Error(), "invalid pod: ")), nil
	}
	verdict, differs := s.explainPod(pod, err)
	if differs == nil && s.Hash {
		verdict.Hash = pod.Annotations["kubernetes.io/config.hash"]
	}
	if differs == nil && s.Canonical {
		verdict.Canonical = &v1.Pod{}
		differs = corev1.Convert_core_Pod_To_v1_Pod(pod, verdict.Canonical, nil)
	}
	return verdict, differs
}

func explainUnparsed(text []byte, err error) (Verdict, error) {
	asJSON, yamlError := utilyaml.ToJSON(text)
	if yamlError != nil {
		return refused("yaml", yamlError.Error()), same(yamlError, err)
	}
	object, decodeError := runtime.Decode(legacyscheme.Codecs.UniversalDecoder(), asJSON)
	if decodeError != nil {
		return refused("decode", decodeError.Error()), same(decodeError, err)
	}
	if !strings.HasPrefix(err.Error(), "invalid pod") {
		return Verdict{}, fmt.Errorf("this text decodes, but the kubelet says %q", err)
	}
	return refused("kind", fmt.Sprintf("decoded as %T", object)), nil
}

// same compares by length and prefix, for decoding errors may name their
// candidates in random order.
func same(ours, kubelet error) error {
	if len(ours.Error()) != len(kubelet.Error()) {
		return fmt.Errorf("ours %q, the kubelet's %q", ours, kubelet)
	}
	return nil
}

func (s Source) explainPod(pod *core.Pod, err error) (Verdict, error) {
	errors := validate(pod)
	if len(errors) > 0 {
		if differs := sameErrors(errors, err); differs != nil {
			return Verdict{}, differs
		}
	}
	if s.GateOptions {
		byGates := validateByGates(pod)
		if len(byGates) == 0 && len(errors) > 0 {
			// The kubelet stopped at validation, so it has not looked further.
			return judgeReference(pod)
		}
		errors = byGates
	}
	if len(errors) > 0 {
		verdict := Verdict{Stage: "validate"}
		for _, e := range errors {
			verdict.Errors = append(verdict.Errors, FieldError{typeName(e.Type), e.Field, e.Detail})
		}
		return verdict, nil
	}
	if err == nil {
		return Verdict{Accepted: true}, nil
	}
	verdict := Verdict{Stage: "reference"}
	// Until 1.33, and with the gate off after that, these two have texts of their own.
	if reference, ok := strings.CutPrefix(err.Error(), "static pods may not reference "); ok {
		verdict.Reference = reference
	} else if strings.HasPrefix(err.Error(), "static pods may not use ClusterTrustBundle") {
		verdict.Reference = "clustertrustbundles"
	} else if strings.HasPrefix(err.Error(), "static pods may not use ResourceClaims") {
		verdict.Reference = "resourceclaims"
	} else {
		verdict.Message = err.Error()
	}
	if strings.HasPrefix(err.Error(), "invalid pod") {
		return Verdict{}, fmt.Errorf("no validation error here, but the kubelet says %q", err)
	}
	return verdict, nil
}

func judgeReference(pod *core.Pod) (Verdict, error) {
	name, err := reference(pod)
	if err != nil {
		return refused("reference", err.Error()), nil
	}
	if name != "" {
		return Verdict{Stage: "reference", Reference: name}, nil
	}
	return Verdict{Accepted: true}, nil
}

// sameErrors allows another order, for maps are validated in Go's random one, and
// other addresses: an error may print a pointer.
func sameErrors(errors field.ErrorList, err error) error {
	ours := withoutAddresses(fmt.Errorf("invalid pod: %v", errors))
	theirs := withoutAddresses(err)
	if len(theirs) != len(ours) {
		return fmt.Errorf("ours %q, the kubelet's %q", ours, theirs)
	}
	for _, e := range errors {
		if one := withoutAddresses(e); !strings.Contains(theirs, one) {
			return fmt.Errorf("%q is not in the kubelet's %q", one, theirs)
		}
	}
	return nil
}

var address = regexp.MustCompile(`\(0x[0-9a-f]+\)`)

func withoutAddresses(err error) string {
	if err == nil {
		return ""
	}
	return address.ReplaceAllString(err.Error(), "(address)")
}

// typeName is the constant's own text: String() words it for people.
func typeName(t field.ErrorType) string { return string(t) }

// judgeList is what http.go does with what is no single Pod.
func (s Source) judgeList(text []byte, single Verdict) (Verdict, error) {
	var pod *core.Pod
	parsed, _, err := decodeList(text, s.keep(&pod))
	if !parsed {
		return single, nil
	}
	items, splitError := s.judgeItems(text)
	if splitError != nil {
		return Verdict{}, splitError
	}
	verdict := Verdict{Accepted: true, Items: items}
	for _, item := range items {
		if !item.Accepted {
			verdict.Accepted, verdict.Stage = false, item.Stage
			break
		}
	}
	if verdict.Accepted != (err == nil) {
		return Verdict{}, fmt.Errorf("the list's Pods one by one do not add up to the kubelet's %v", err)
	}
	return verdict, nil
}

// judgeItems asks for each Pod alone, as a list of one: below 1.34 the kubelet
// looks for references in a single Pod but not in a list.
func (s Source) judgeItems(text []byte) ([]Verdict, error) {
	asJSON, err := yaml.YAMLToJSON(text)
	if err != nil {
		return nil, err
	}
	var list map[string]json.RawMessage
	if err := json.Unmarshal(asJSON, &list); err != nil {
		return nil, err
	}
	var items []json.RawMessage
	if raw, ok := list["items"]; ok {
		if err := json.Unmarshal(raw, &items); err != nil {
			return nil, err
		}
	}
	verdicts := make([]Verdict, 0, len(items))
	for _, item := range items {
		one, err := json.Marshal(map[string]any{"kind": list["kind"], "apiVersion": list["apiVersion"],
			"items": []json.RawMessage{bytes.TrimSpace(item)}})
		if err != nil {
			return nil, err
		}
		var pod *core.Pod
		parsed, _, podError := decodeList(one, s.keep(&pod))
		if !parsed {
			return nil, fmt.Errorf("a Pod of the list does not decode alone: %w", podError)
		}
		verdict, err := s.explain(one, parsed, pod, podError)
		if err != nil {
			return nil, err
		}
		verdicts = append(verdicts, verdict)
	}
	return verdicts, nil
}

func refused(stage, message string) Verdict { return Verdict{Stage: stage, Message: message} }
