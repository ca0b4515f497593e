package kubelet

import (
	"strings"
	"testing"
)

const good = `apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  containers:
  - name: web
    image: nginx
`

var file = Source{Place: "/etc/kubernetes/manifests/web.yaml", NodeName: "my-node1"}

func judge(t *testing.T, source Source, text string) Verdict {
	t.Helper()
	verdict, err := source.Judge([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return verdict
}

func TestEachStage(t *testing.T) {
	for _, c := range []struct{ name, text, stage, says string }{
		{"accepted", good, "", ""},
		{"syntax", good + "\t", "yaml", "yaml: line"},
		{"type", strings.Replace(good, "image: nginx", "image: 1", 1), "decode", "cannot unmarshal number"},
		{"kind unknown", strings.Replace(good, "Pod", "Pot", 1), "decode", "no kind"},
		{"other kind", "apiVersion: v1\nkind: Secret\n", "kind", "decoded as *core.Secret"},
		{"name", strings.Replace(good, "name: web}", "}", 1), "name", "name is needed"},
		{"reference", good + "  serviceAccountName: x\n", "reference", "serviceaccounts"},
	} {
		verdict := judge(t, file, c.text)
		if verdict.Accepted != (c.stage == "") || verdict.Stage != c.stage ||
			!strings.Contains(verdict.Message+verdict.Reference, c.says) {
			t.Errorf("%s: %+v", c.name, verdict)
		}
	}
}

func TestErrorsOneByOne(t *testing.T) {
	verdict := judge(t, file, strings.Replace(good, "name: web\n", "name: a_b\n    imagePullPolicy: now\n", 1))
	if len(verdict.Errors) != 2 || verdict.Errors[0].Type != "FieldValueInvalid" ||
		verdict.Errors[0].Field != "spec.containers[0].name" || verdict.Errors[1].Type != "FieldValueNotSupported" {
		t.Errorf("%+v", verdict)
	}
}

// This error prints a *field.Path, whose address differs each time.
func TestAnErrorThatPrintsAPointer(t *testing.T) {
	claim := "spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}, " +
		"dataSource: {kind: PersistentVolumeClaim, name: a}, dataSourceRef: {kind: PersistentVolumeClaim, name: b}}"
	verdict := judge(t, file, good+"  volumes:\n  - name: v\n    ephemeral: {volumeClaimTemplate: {"+claim+"}}\n")
	if verdict.Stage != "validate" || len(verdict.Errors) != 1 {
		t.Errorf("%+v", verdict)
	}
}

func TestTheNameCarriesTheNode(t *testing.T) {
	source := file
	source.Canonical = true
	verdict := judge(t, source, good)
	if name := verdict.Canonical.Name; name != "web-my-node1" {
		t.Errorf("the name is %s", name)
	}
	if policy := verdict.Canonical.Spec.RestartPolicy; policy != "Always" {
		t.Errorf("the default restart policy is %s", policy)
	}
}

func TestTheHashCoversPodAndPath(t *testing.T) {
	source := file
	source.Hash = true
	hash := judge(t, source, good).Hash
	if len(hash) != 32 {
		t.Fatalf("the hash is %q", hash)
	}
	if again := judge(t, source, "# a comment\n"+good+"  unknownField: 1\n---\nother: document\n").Hash; again != hash {
		t.Error("a comment, an unknown field or a second document changed the hash")
	}
	if other := judge(t, source, strings.Replace(good, "nginx", "nginx:1", 1)).Hash; other == hash {
		t.Error("another image has the same hash")
	}
	source.Place += ".new"
	if moved := judge(t, source, good).Hash; moved == hash {
		t.Error("another path has the same hash")
	}
}

func TestWebHosted(t *testing.T) {
	web := Source{HTTP: true, Place: "http://127.0.0.1/pods", NodeName: "my-node1"}
	if verdict := judge(t, web, good); !verdict.Accepted || verdict.Items != nil {
		t.Errorf("a single Pod: %+v", verdict)
	}
	item := "- metadata: {name: a}\n  spec: {containers: [{name: a, image: a}]}\n"
	bad := "- metadata: {name: b}\n  spec: {containers: []}\n"
	list := "apiVersion: v1\nkind: PodList\nitems:\n"
	if verdict := judge(t, web, list+item+item); !verdict.Accepted || len(verdict.Items) != 2 {
		t.Errorf("a list: %+v", verdict)
	}
	verdict := judge(t, web, list+item+bad+item)
	if verdict.Accepted || verdict.Stage != "validate" || len(verdict.Items) != 3 || verdict.Items[1].Accepted || !verdict.Items[2].Accepted {
		t.Errorf("a list with a bad Pod: %+v", verdict)
	}
	if verdict := judge(t, file, list+item); verdict.Stage != "kind" {
		t.Errorf("a list in a file: %+v", verdict)
	}
	if verdict := judge(t, web, "apiVersion: v1\nkind: List\nitems: []\n"); verdict.Stage != "kind" {
		t.Errorf("a List: %+v", verdict)
	}
	if verdict := judge(t, web, ""); verdict.Accepted || !strings.Contains(verdict.Message, "zero-length") {
		t.Errorf("nothing: %+v", verdict)
	}
}
