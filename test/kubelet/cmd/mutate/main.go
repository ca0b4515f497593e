// Command mutate makes manifests that nobody wrote: Pods of the folder bases,
// changed in one to three places, as trees and as text.
//
//	mutate [--seed 1] [--count 1000] [--text 25] [--loose 8] [--kinds] [FILE…]
//
// With --kinds the mutants are made up objects of the other kinds of v1 instead.
// It prints one {"name", "manifest"} a line, which the verdict tool takes. The
// same seed gives the same lines. A FILE is a further base.
package main

import (
	"bufio"
	"embed"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"math/rand"
	"os"
	"path"
	"strings"
)

//go:embed bases/*.yaml
var bases embed.FS

type manifestCase struct {
	Name     string `json:"name"`
	Manifest string `json:"manifest"`
}

func main() {
	seed := flag.Int64("seed", 1, "the same `number` gives the same cases")
	count := flag.Int("count", 1000, "`number` of mutants; the bases come before them")
	textShare := flag.Int("text", 25, "mutants in a hundred that change the text too")
	loose := flag.Int("loose", 8, "mutants in a hundred that are JSON as no printer writes it")
	kinds := flag.Bool("kinds", false, "make up objects of all kinds of v1 instead of Pods")
	flag.Parse()
	if err := run(*seed, *count, *textShare, *loose, *kinds, flag.Args()); err != nil {
		fmt.Fprintln(os.Stderr, "mutate:", err)
		os.Exit(1)
	}
}

func run(seed int64, count, textShare, loose int, kinds bool, files []string) error {
	sources, err := readBases(files)
	if err != nil {
		return err
	}
	m, err := newMutator(rand.New(rand.NewSource(seed)), sources)
	if err != nil {
		return err
	}
	out := bufio.NewWriterSize(os.Stdout, 1<<20)
	encoder := json.NewEncoder(out)
	encoder.SetEscapeHTML(false)
	for _, source := range sources {
		if err := encoder.Encode(manifestCase{"base/" + source.name, source.text}); err != nil {
			return err
		}
	}
	for i := 0; i < count; i++ {
		c := m.mutant(textShare, loose, kinds)
		c.Name = fmt.Sprintf("%d.%d/%s", seed, i, c.Name)
		if err := encoder.Encode(c); err != nil {
			return errors.Join(err, out.Flush())
		}
	}
	return out.Flush()
}

type base struct {
	name, text string
	tree       any
}

func readBases(files []string) ([]base, error) {
	entries, err := bases.ReadDir("bases")
	if err != nil {
		return nil, err
	}
	var sources []base
	add := func(file string, content []byte, err error) error {
		if err != nil {
			return err
		}
		tree, err := parse(content)
		if err != nil {
			return fmt.Errorf("%s: %w", file, err)
		}
		name := strings.TrimSuffix(path.Base(file), path.Ext(file))
		sources = append(sources, base{name, string(content), tree})
		return nil
	}
	for _, entry := range entries {
		file := "bases/" + entry.Name()
		content, err := bases.ReadFile(file)
		if err := add(file, content, err); err != nil {
			return nil, err
		}
	}
	for _, file := range files {
		content, err := os.ReadFile(file)
		if err := add(file, content, err); err != nil {
			return nil, err
		}
	}
	return sources, nil
}

// mutant changes a base in one to three places of its tree, or prints it as it
// is, and then perhaps changes the text.
func (m *mutator) mutant(textShare, loose int, kinds bool) manifestCase {
	source := m.sources[m.rand.Intn(len(m.sources))]
	m.root = podType
	if kinds {
		source = m.makeUp()
	} else if m.rand.Intn(6) == 0 {
		source = m.compose()
	}
	var steps []string
	inText := m.rand.Intn(100) < textShare
	changes := 1 + m.rand.Intn(10)/7
	if m.rand.Intn(20) == 0 {
		changes = 3 + m.rand.Intn(4)
	}
	if inText && m.rand.Intn(2) == 0 {
		changes = 0
	}
	tree := clone(source.tree)
	for len(steps) < changes {
		var step string
		change := m.changeTree
		if m.rand.Intn(2) == 0 {
			change = m.changeByMove
		}
		if tree, step = change(tree); step != "" {
			steps = append(steps, step)
		}
	}
	text := source.text
	if changes > 0 || m.rand.Intn(2) == 0 {
		text = m.print(tree)
	}
	if m.rand.Intn(100) < loose {
		text = m.looseJSON(tree)
		steps = append(steps, "loose")
	}
	if inText {
		for i := 0; i <= m.rand.Intn(2); i++ {
			var step string
			text, step = m.changeText(text)
			steps = append(steps, step)
		}
	}
	return manifestCase{source.name + "/" + strings.Join(steps, "+"), text}
}
