package main

import (
	"strings"
	"testing"
)

const cases = `{"name":"a","manifest":"long long","verdict":{"accepted":false,"errors":[{"type":"T","field":"x[0].y","detail":"at most 3"}]}}
{"name":"b","manifest":"short","verdict":{"accepted":false,"errors":[{"type":"T","field":"x[12].y","detail":"at most 99"}]}}
{"name":"c","manifest":"short","verdict":{"accepted":false,"errors":[{"type":"T","field":"x.y","detail":"at most 99"}]}}
{"name":"d","manifest":"short","verdict":{"accepted":true}}
{"name":"e","manifest":"shorter","verdict":{"accepted":true},"older":{"1.31":{"accepted":false,"stage":"reference"}}}
{"name":"f","manifest":"not so short","verdict":{"accepted":true}}
`

func names(t *testing.T, bytes, each int) string {
	t.Helper()
	var out strings.Builder
	if err := thin(strings.NewReader(cases), &out, bytes, each); err != nil {
		t.Fatal(err)
	}
	var kept []string
	for _, line := range strings.Split(strings.TrimSpace(out.String()), "\n") {
		kept = append(kept, strings.TrimPrefix(line, `{"name":"`)[:1])
	}
	return strings.Join(kept, "")
}

func TestKeepsTheShortestOfEachShowing(t *testing.T) {
	if kept := names(t, 1000, 1); kept != "bcde" {
		t.Errorf("kept %s", kept)
	}
	if kept := names(t, 1000, 9); kept != "abcdef" {
		t.Errorf("nine of each: kept %s", kept)
	}
	if kept := names(t, 60, 1); kept != "d" {
		t.Errorf("with 60 bytes: kept %s", kept)
	}
}
