// Command values prints the JSON that the kubelet makes of texts: one
// {"name", "text"} a line on standard input, octets that are no UTF-8 as
// {"name", "octets"} in base64; one {"name", "json"} or {"name", "error"} a
// line on standard output. JSON text, which the kubelet hands on unread, is
// parsed and printed again.
package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"

	"k8s.io/apimachinery/pkg/util/yaml"
)

type given struct {
	Name   string  `json:"name"`
	Text   *string `json:"text"`
	Octets []byte  `json:"octets"`
}

type made struct {
	Name  string `json:"name"`
	JSON  string `json:"json,omitempty"`
	Error string `json:"error,omitempty"`
}

func main() {
	if err := run(os.Stdin, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "values:", err)
		os.Exit(1)
	}
}

func run(in io.Reader, out io.Writer) error {
	decoder := json.NewDecoder(bufio.NewReaderSize(in, 1<<20))
	buffered := bufio.NewWriterSize(out, 1<<20)
	encoder := json.NewEncoder(buffered)
	encoder.SetEscapeHTML(false)
	for {
		var next given
		if err := decoder.Decode(&next); errors.Is(err, io.EOF) {
			return buffered.Flush()
		} else if err != nil {
			return err
		}
		octets := next.Octets
		if next.Text != nil {
			octets = []byte(*next.Text)
		}
		if err := encoder.Encode(read(next.Name, octets)); err != nil {
			return err
		}
	}
}

func read(name string, octets []byte) made {
	data, err := yaml.ToJSON(octets)
	if err != nil {
		return made{Name: name, Error: err.Error()}
	}
	var value json.RawMessage
	if err := json.Unmarshal(data, &value); err != nil {
		return made{Name: name, Error: err.Error()}
	}
	var plain any
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.UseNumber()
	if err := decoder.Decode(&plain); err != nil {
		return made{Name: name, Error: err.Error()}
	}
	printed, err := json.Marshal(plain)
	if err != nil {
		return made{Name: name, Error: err.Error()}
	}
	return made{Name: name, JSON: string(printed)}
}
