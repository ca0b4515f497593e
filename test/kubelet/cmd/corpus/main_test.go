package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func file(t *testing.T, lines ...string) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "x.ndjson")
	if err := os.WriteFile(name, []byte(strings.Join(lines, "\n")+"\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	return name
}

const (
	accepted = `{"name":"a","verdict":{"accepted":true}}`
	worded   = `{"name":"a","verdict":{"accepted":true,"message":"in other words"}}`
	refused  = `{"name":"b","verdict":{"accepted":false,"errors":[{"field":"x"},{"field":"y"}]}}`
	turned   = `{"name":"b","verdict":{"accepted":false,"errors":[{"field":"y"},{"field":"x"}]}}`
	allowed  = `{"name":"b","verdict":{"accepted":true}}`
)

func TestJoinKeepsOnlyWhatDiffers(t *testing.T) {
	var out strings.Builder
	err := run([]string{"1.35=" + file(t, worded, turned), "1.36=" + file(t, accepted, allowed),
		"1.37=" + file(t, accepted, refused)}, "", &out)
	want := accepted + "\n" + strings.TrimSuffix(refused, "}") + `,"older":{"1.36":{"accepted":true}}}` + "\n"
	if err != nil || out.String() != want {
		t.Errorf("%v\n%s\nwant\n%s", err, out.String(), want)
	}
}

func TestCheckFailsOnADisagreement(t *testing.T) {
	corpus := file(t, accepted, strings.TrimSuffix(refused, "}")+`,"older":{"1.36":{"accepted":true}}}`)
	var out strings.Builder
	if err := run([]string{"1.36=" + file(t, accepted, allowed), "1.37=" + file(t, accepted, turned)}, corpus, &out); err != nil {
		t.Errorf("%v\n%s", err, out.String())
	}
	if err := run([]string{"1.36=" + file(t, accepted, refused)}, corpus, &out); err == nil || !strings.Contains(out.String(), "1.36 b") {
		t.Errorf("%v\n%s", err, out.String())
	}
	if err := run([]string{"1.37=" + file(t, accepted)}, corpus, &out); err == nil {
		t.Error("a case is missing and nothing is said")
	}
}
