// Command corpus joins the verdicts of several Kubernetes versions on the same
// cases into one corpus, or holds them against one.
//
//	corpus [--check CORPUS] MINOR=VERDICTS…
//
// MINOR is 1.37, VERDICTS what the verdict tool of that version printed; the
// newest comes last, and only it needs the manifests. corpus.sh calls it.
package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"reflect"
	"sort"
	"strings"
)

// A verdict stays JSON here, so that the corpus keeps each part of it.
type line struct {
	Name     string                     `json:"name"`
	Manifest *string                    `json:"manifest,omitempty"`
	Verdict  json.RawMessage            `json:"verdict"`
	Older    map[string]json.RawMessage `json:"older,omitempty"`
}

func main() {
	check := flag.String("check", "", "`corpus` to hold the verdicts against, instead of printing one")
	flag.Parse()
	out := bufio.NewWriterSize(os.Stdout, 1<<20)
	err := run(flag.Args(), *check, out)
	if err = errors.Join(err, out.Flush()); err != nil {
		fmt.Fprintln(os.Stderr, "corpus:", err)
		os.Exit(1)
	}
}

func run(arguments []string, check string, out io.Writer) error {
	if len(arguments) == 0 {
		return errors.New("no verdicts; usage: corpus [--check CORPUS] MINOR=VERDICTS…")
	}
	minors, columns, err := readColumns(arguments)
	if err != nil {
		return err
	}
	if check != "" {
		return compare(minors, columns, check, out)
	}
	encoder := json.NewEncoder(out)
	encoder.SetEscapeHTML(false)
	last := len(columns) - 1
	for i, joined := range columns[last] {
		for older := 0; older < last; older++ {
			if other := columns[older][i].Verdict; !same(other, joined.Verdict) {
				if joined.Older == nil {
					joined.Older = map[string]json.RawMessage{}
				}
				joined.Older[minors[older]] = other
			}
		}
		if err := encoder.Encode(joined); err != nil {
			return err
		}
	}
	return nil
}

func readColumns(arguments []string) ([]string, [][]line, error) {
	var minors []string
	var columns [][]line
	for _, argument := range arguments {
		minor, file, ok := strings.Cut(argument, "=")
		if !ok {
			return nil, nil, fmt.Errorf("%q is not MINOR=VERDICTS", argument)
		}
		lines, err := readLines(file)
		if err != nil {
			return nil, nil, err
		}
		if len(columns) > 0 && !sameNames(columns[0], lines) {
			return nil, nil, fmt.Errorf("%s holds other cases than %s", argument, arguments[0])
		}
		minors, columns = append(minors, minor), append(columns, lines)
	}
	return minors, columns, nil
}

func sameNames(a, b []line) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i].Name != b[i].Name {
			return false
		}
	}
	return true
}

func readLines(file string) ([]line, error) {
	opened, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer opened.Close()
	decoder := json.NewDecoder(bufio.NewReaderSize(opened, 1<<20))
	var lines []line
	for {
		var one line
		if err := decoder.Decode(&one); err == io.EOF {
			return lines, nil
		} else if err != nil {
			return nil, fmt.Errorf("%s, line %d: %w", file, len(lines)+1, err)
		}
		lines = append(lines, one)
	}
}

// compare prints each disagreement, and fails if there is one.
func compare(minors []string, columns [][]line, file string, out io.Writer) error {
	corpus, err := readLines(file)
	if err != nil {
		return err
	}
	if !sameNames(columns[0], corpus) {
		return fmt.Errorf("%s holds other cases than the verdicts", file)
	}
	disagreements := 0
	for column, minor := range minors {
		for i, expected := range corpus {
			want := expected.Verdict
			if older, ok := expected.Older[minor]; ok {
				want = older
			}
			if got := columns[column][i].Verdict; !same(got, want) {
				disagreements++
				fmt.Fprintf(out, "%s %s\n  verdict %s\n  corpus  %s\n", minor, expected.Name, got, want)
			}
		}
		fmt.Fprintf(out, "%s: %d cases\n", minor, len(corpus))
	}
	if disagreements > 0 {
		return fmt.Errorf("%d verdicts disagree with %s", disagreements, file)
	}
	return nil
}

// same ignores the order of errors, for the kubelet validates maps in Go's random
// order, and the messages, for releases word the errors of the libraries below
// them differently (`spec.volumes.hostPath` was `spec.volumes.VolumeSource.hostPath`
// to an older JSON decoder).
func same(a, b json.RawMessage) bool {
	return reflect.DeepEqual(normal(a), normal(b))
}

func normal(raw json.RawMessage) any {
	var verdict map[string]any
	if err := json.Unmarshal(raw, &verdict); err != nil {
		return string(raw)
	}
	delete(verdict, "message")
	if list, ok := verdict["errors"].([]any); ok {
		sort.Slice(list, func(i, j int) bool { return fmt.Sprint(list[i]) < fmt.Sprint(list[j]) })
	}
	return verdict
}
