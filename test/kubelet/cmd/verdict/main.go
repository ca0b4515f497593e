// Command verdict prints what the kubelet of the Kubernetes release that it is
// built with makes of manifests, in the corpus' format.
//
//	verdict [flags] [FILE…]
//
// A FILE named *.ndjson, and standard input where no FILE is named, holds one
// {"name", "manifest"} a line; any other FILE is a manifest itself. Each case
// gives one line {"name", "manifest", "verdict"}. A case may name the "path"
// that its manifest is read from, which the config hash covers.
package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/go-logr/logr"
	"k8s.io/klog/v2"
	"k8s.io/kubernetes/pkg/capabilities"

	"static-pods/test/kubelet/internal/kubelet"
)

type manifestCase struct {
	Name     string           `json:"name"`
	Manifest *string          `json:"manifest,omitempty"`
	Path     string           `json:"path,omitempty"`
	Verdict  *kubelet.Verdict `json:"verdict"`
}

func main() {
	// The kubelet's functions log what they do; the verdict says it all.
	klog.SetLogger(logr.Discard())
	source := kubelet.Source{}
	kind := flag.String("source", "file", "`file` (a file in staticPodPath) or http (staticPodURL: a Pod or a PodList)")
	flag.StringVar(&source.NodeName, "node-name", "my-node1", "the node's `name`")
	flag.StringVar(&source.Place, "path", "/etc/kubernetes/manifests/static-pod.yaml",
		"`path` or URL of a manifest whose case names none")
	flag.BoolVar(&source.Hash, "hash", false, "add the config hash")
	flag.BoolVar(&source.Canonical, "canonical", false, "add the Pod with every default, as v1 JSON")
	privileged := flag.Bool("allow-privileged", true,
		"as a kubelet's start-up sets it; false leaves the library's own default, which no kubelet has")
	flag.BoolVar(&source.GateOptions, "gate-options", false,
		"validate with the options that the feature gates give, which kubelets do from 1.35 on, in every release")
	bare := flag.Bool("bare", false, "leave the manifest out of the output")
	flag.Parse()
	source.HTTP = *kind == "http"
	if !source.HTTP && *kind != "file" {
		fmt.Fprintf(os.Stderr, "verdict: --source is file or http, not %q\n", *kind)
		os.Exit(2)
	}

	// RunKubelet (cmd/kubelet/app/server.go) does this in every
	// release; without it validation forbids privileged and hostProcess.
	capabilities.Initialize(capabilities.Capabilities{AllowPrivileged: *privileged})

	out := bufio.NewWriterSize(os.Stdout, 1<<20)
	encoder := json.NewEncoder(out)
	encoder.SetEscapeHTML(false)
	err := eachCase(flag.Args(), func(c manifestCase) error {
		if c.Manifest == nil {
			return fmt.Errorf("case %q has no manifest", c.Name)
		}
		at := source
		if c.Path != "" {
			at.Place = c.Path
		}
		verdict, err := at.Judge([]byte(*c.Manifest))
		if err != nil {
			return fmt.Errorf("case %q: this tool and the kubelet's function differ: %w", c.Name, err)
		}
		c.Verdict = &verdict
		if *bare {
			c.Manifest = nil
		}
		return encoder.Encode(c)
	})
	if err = errors.Join(err, out.Flush()); err != nil {
		fmt.Fprintln(os.Stderr, "verdict:", err)
		os.Exit(1)
	}
}

func eachCase(files []string, judge func(manifestCase) error) error {
	if len(files) == 0 {
		return readCases(os.Stdin, judge)
	}
	for _, name := range files {
		content, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		if strings.HasSuffix(name, ".ndjson") {
			err = readCases(strings.NewReader(string(content)), judge)
		} else {
			manifest := string(content)
			err = judge(manifestCase{Name: name, Manifest: &manifest})
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func readCases(from io.Reader, judge func(manifestCase) error) error {
	decoder := json.NewDecoder(from)
	for {
		var c manifestCase
		if err := decoder.Decode(&c); err == io.EOF {
			return nil
		} else if err != nil {
			return err
		}
		if err := judge(c); err != nil {
			return err
		}
	}
}
