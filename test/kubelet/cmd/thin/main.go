// Command thin keeps the cases of a corpus that each show something which no
// shorter case shows: an error type at a field with a wording, a message, a
// reference, a difference between releases.
//
//	thin [--bytes 900000] [--each 1] < CORPUS.ndjson
//
// What is kept is printed in the corpus' order.
package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"regexp"
	"sort"
	"strings"
)

type verdict struct {
	Accepted  bool   `json:"accepted"`
	Stage     string `json:"stage"`
	Message   string `json:"message"`
	Reference string `json:"reference"`
	Errors    []struct {
		Type, Field, Detail string
	} `json:"errors"`
}

type oneCase struct {
	text     json.RawMessage
	Name     string             `json:"name"`
	Manifest string             `json:"manifest"`
	Verdict  verdict            `json:"verdict"`
	Older    map[string]verdict `json:"older"`
}

func main() {
	bytes := flag.Int("bytes", 900_000, "at most so many `bytes`")
	each := flag.Int("each", 1, "keep so many `cases` of each showing")
	flag.Parse()
	out := bufio.NewWriter(os.Stdout)
	err := thin(os.Stdin, out, *bytes, *each)
	if err = errors.Join(err, out.Flush()); err != nil {
		fmt.Fprintln(os.Stderr, "thin:", err)
		os.Exit(1)
	}
}

func thin(from io.Reader, to io.Writer, bytes, each int) error {
	var cases []oneCase
	decoder := json.NewDecoder(bufio.NewReaderSize(from, 1<<20))
	for {
		var c oneCase
		if err := decoder.Decode(&c.text); err == io.EOF {
			break
		} else if err != nil {
			return err
		}
		if err := json.Unmarshal(c.text, &c); err != nil {
			return err
		}
		cases = append(cases, c)
	}
	for _, i := range keep(cases, bytes, each) {
		if _, err := fmt.Fprintf(to, "%s\n", cases[i].text); err != nil {
			return err
		}
	}
	return nil
}

func (c oneCase) isBase() bool { return strings.HasPrefix(c.Name, "base/") }

func keep(cases []oneCase, bytes, each int) []int {
	order := make([]int, len(cases))
	for i := range order {
		order[i] = i
	}
	// The pods that all others are made of belong in any corpus: they come first.
	sort.SliceStable(order, func(a, b int) bool {
		one, other := cases[order[a]], cases[order[b]]
		if one.isBase() != other.isBase() {
			return one.isBase()
		}
		return len(one.text) < len(other.text)
	})
	shown := map[string]int{}
	var kept []int
	for _, i := range order {
		size := len(cases[i].text) + 1
		if size > bytes {
			break
		}
		isNew := false
		for _, showing := range showings(cases[i]) {
			if shown[showing] < each {
				isNew = true
				shown[showing]++
			}
		}
		if isNew {
			kept = append(kept, i)
			bytes -= size
		}
	}
	sort.Ints(kept)
	return kept
}

var (
	step    = regexp.MustCompile(`text\.[a-z-]+`)
	index   = regexp.MustCompile(`\[[^\]]*\]`)
	quoted  = regexp.MustCompile("\"[^\"]*\"|'[^']*'|`[^`]*`")
	numbers = regexp.MustCompile(`[0-9]+`)
	// The decoder is generic: a number for a string is one showing wherever it is.
	member = regexp.MustCompile(`Go struct field \S+`)
	typed  = regexp.MustCompile(`v1\.\w+`)
	// Containers of the three kinds share nearly all of their validation.
	container = regexp.MustCompile(`^spec\.(initContainers|ephemeralContainers|containers)`)
)

func plain(text string) string {
	text = typed.ReplaceAllString(member.ReplaceAllString(text, "member"), "T")
	return numbers.ReplaceAllString(quoted.ReplaceAllString(text, "Q"), "N")
}

func showings(c oneCase) []string {
	all := of(c.Verdict)
	for minor, older := range c.Older {
		for _, showing := range of(older) {
			all = append(all, minor+" "+showing)
		}
	}
	if c.isBase() {
		all = append(all, c.Name)
	}
	// What a change to the text does is in no error: an accepted one tells too.
	for _, change := range step.FindAllString(c.Name, -1) {
		all = append(all, change+" "+c.Verdict.Stage)
	}
	return all
}

func of(v verdict) []string {
	if len(v.Errors) == 0 {
		return []string{fmt.Sprint(v.Accepted, v.Stage, plain(v.Message), v.Reference)}
	}
	var all []string
	for _, e := range v.Errors {
		field := container.ReplaceAllString(index.ReplaceAllString(e.Field, "[]"), "container")
		all = append(all, e.Type+" "+field+" "+plain(e.Detail))
	}
	return all
}
