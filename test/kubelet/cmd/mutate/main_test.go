package main

import (
	"math/rand"
	"testing"
	"unicode/utf8"

	"sigs.k8s.io/yaml"
)

func mutants(t *testing.T, seed int64, count int) []manifestCase {
	t.Helper()
	sources, err := readBases(nil)
	if err != nil {
		t.Fatal(err)
	}
	m, err := newMutator(rand.New(rand.NewSource(seed)), sources)
	if err != nil {
		t.Fatal(err)
	}
	var cases []manifestCase
	for len(cases) < count {
		cases = append(cases, m.mutant(25, 8, false))
	}
	return cases
}

func TestTheSameSeedGivesTheSameCases(t *testing.T) {
	a, b := mutants(t, 7, 100), mutants(t, 7, 100)
	for i := range a {
		if a[i] != b[i] {
			t.Fatalf("case %d: %q and %q", i, a[i], b[i])
		}
	}
	if mutants(t, 8, 1)[0] == a[0] {
		t.Error("another seed starts with the same case")
	}
}

func TestCasesAreTextAndMostlyYAML(t *testing.T) {
	cases := mutants(t, 1, 200)
	broken := 0
	for _, c := range cases {
		if !utf8.ValidString(c.Manifest) {
			t.Errorf("%s is not UTF-8", c.Name)
		}
		var tree any
		if yaml.Unmarshal([]byte(c.Manifest), &tree) != nil {
			broken++
		}
	}
	// Only the changes to text and loose JSON may break it, a third of the cases.
	if broken == 0 || broken > len(cases)/3 {
		t.Errorf("%d of %d do not parse", broken, len(cases))
	}
}

func TestPrintKeepsTheTree(t *testing.T) {
	sources, err := readBases(nil)
	if err != nil {
		t.Fatal(err)
	}
	m, err := newMutator(rand.New(rand.NewSource(3)), sources)
	if err != nil {
		t.Fatal(err)
	}
	for _, source := range sources {
		want, err := yaml.Marshal(source.tree)
		if err != nil {
			t.Fatal(err)
		}
		for i := 0; i < 8; i++ {
			text := m.print(source.tree)
			tree, err := parse([]byte(text))
			if err != nil {
				t.Fatalf("%s: %v\n%s", source.name, err, text)
			}
			if got, err := yaml.Marshal(tree); err != nil || string(got) != string(want) {
				t.Fatalf("%s (%v): printed as\n%s\nwant\n%s", source.name, err, text, want)
			}
		}
	}
}
