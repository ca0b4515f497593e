package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"regexp"
	"strings"
	"text/tabwriter"

	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"
	"sigs.k8s.io/yaml"
)

// printMessage writes a CRI message the way crictl's lists are written.
func printMessage(out io.Writer, message proto.Message, format string) error {
	text, err := messageJSON(message)
	if err != nil {
		return err
	}
	switch format {
	case "json":
		_, err = fmt.Fprintln(out, string(text))
		return err
	case "yaml":
		return printYAML(out, text)
	default:
		return fmt.Errorf("unsupported output format %q", format)
	}
}

// A line of indented JSON that holds a member: its name, and a colon and a space.
var member = regexp.MustCompile(`(?m)^( *"(?:[^"\\]|\\.)*": )`)

// messageJSON indents by two and puts two spaces behind a colon. protojson puts one or
// two there, at the whim of each build; the recorded crictl's build puts two.
func messageJSON(message proto.Message) ([]byte, error) {
	text, err := protojson.MarshalOptions{EmitDefaultValues: true}.Marshal(message)
	if err != nil {
		return nil, err
	}
	var indented bytes.Buffer
	if err := json.Indent(&indented, text, "", "  "); err != nil {
		return nil, err
	}
	return member.ReplaceAll(indented.Bytes(), []byte("$1 ")), nil
}

// messageValue is the message as a tree of maps. With absent, messages that are not set
// are there as null.
func messageValue(message proto.Message, absent bool) (map[string]any, error) {
	text, err := protojson.MarshalOptions{EmitDefaultValues: true}.Marshal(message)
	if err != nil {
		return nil, err
	}
	value := map[string]any{}
	if err := json.Unmarshal(text, &value); err != nil {
		return nil, err
	}
	if absent {
		fields := message.ProtoReflect().Descriptor().Fields()
		for i := range fields.Len() {
			if name := fields.Get(i).JSONName(); value[name] == nil {
				value[name] = nil
			}
		}
	}
	return value, nil
}

// mergeVerbose adds the entries of a verbose answer, each JSON text or a quoted string.
func mergeVerbose(value map[string]any, verbose map[string]string) error {
	for name, text := range verbose {
		if !strings.HasPrefix(text, "{") {
			value[name] = strings.Trim(text, `"`)
			continue
		}
		var tree map[string]any
		if err := json.Unmarshal([]byte(text), &tree); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		value[name] = tree
	}
	return nil
}

// printDocuments writes what inspect commands write: one object, or a list of several.
func printDocuments(out io.Writer, documents []map[string]any, format string) error {
	var value any = documents
	if len(documents) == 1 {
		value = documents[0]
	}
	text, err := json.Marshal(value)
	if err != nil {
		return err
	}
	switch format {
	case "", "json":
		var indented bytes.Buffer
		if err := json.Indent(&indented, text, "", "  "); err != nil {
			return err
		}
		_, err = fmt.Fprintln(out, indented.String())
		return err
	case "yaml":
		return printYAML(out, text)
	default:
		return fmt.Errorf("the stand-in knows json and yaml, not %q", format)
	}
}

func printYAML(out io.Writer, text []byte) error {
	converted, err := yaml.JSONToYAML(text)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintln(out, string(converted))
	return err
}

// printTable aligns columns of at least 20 characters, three apart.
func printTable(out io.Writer, rows [][]string) error {
	table := tabwriter.NewWriter(out, 20, 1, 3, ' ', 0)
	for _, row := range rows {
		if _, err := fmt.Fprintln(table, strings.Join(row, "\t")); err != nil {
			return err
		}
	}
	return table.Flush()
}

// shortID is an id as tables show it.
func shortID(id string) string {
	return id[:min(len(id), 13)]
}
