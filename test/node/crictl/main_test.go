package main

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"
)

// The test program is crictl itself where this is set: so a test sees exit codes and
// both streams as they are.
const beCrictl = "BE_CRICTL"

func TestMain(m *testing.M) {
	if os.Getenv(beCrictl) != "" {
		main()
		os.Exit(0)
	}
	os.Exit(m.Run())
}

type result struct {
	stdout, stderr string
	code           int
}

func run(t *testing.T, change func(*exec.Cmd), args ...string) result {
	t.Helper()
	command := exec.Command(os.Args[0], args...)
	command.Env = []string{beCrictl + "=1", "TZ=UTC"}
	var stdout, stderr bytes.Buffer
	command.Stdout, command.Stderr = &stdout, &stderr
	if change != nil {
		change(command)
	}
	err := command.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	return result{stdout.String(), stderr.String(), command.ProcessState.ExitCode()}
}

// crictl runs against the recorded runtime.
func crictl(t *testing.T, r *recorded, args ...string) result {
	t.Helper()
	r.t = t
	return run(t, nil, append([]string{"--config", os.DevNull, "-r", "unix://" + r.serve()}, args...)...)
}

func expect(t *testing.T, what, got, want string) {
	t.Helper()
	if strings.TrimRight(got, "\n") == strings.TrimRight(want, "\n") {
		return
	}
	gotLines, wantLines := strings.Split(got, "\n"), strings.Split(want, "\n")
	for i := range min(len(gotLines), len(wantLines)) {
		if gotLines[i] != wantLines[i] {
			t.Fatalf("%s: line %d\n got: %s\nwant: %s", what, i+1, gotLines[i], wantLines[i])
		}
	}
	t.Fatalf("%s: %d lines, want %d", what, len(gotLines), len(wantLines))
}

const (
	running = "4fa3eba9cec5c3e380584026903fcaf3d2de7f57f16b3ff44c9ec4ba1d1795fc"
	exited  = "189d9bf4cfae055b1f7a40b04d576ae50d074081f6bf2bd6557fce44ea3d2827"
	sandbox = "ff1c3640670d26436363e27b1aa438f5735297499326849b24970d3d03f00ad2"
)

func TestOutputIsTheRecorded(t *testing.T) {
	for name, args := range map[string][]string{
		"pods.json":            {"pods", "-o", "json"},
		"ps.json":              {"ps", "-a", "-o", "json"},
		"images.json":          {"images", "-o", "json"},
		"stats.json":           {"stats", "-o", "json"},
		"statsp.json":          {"statsp", "-o", "json"},
		"inspect-running.json": {"inspect", running},
		"inspect-exited.json":  {"inspect", "-o", "json", exited},
		"inspectp.json":        {"inspectp", sandbox},
		"info.json":            {"info"},
		"version.txt":          {"version"},
	} {
		t.Run(name, func(t *testing.T) {
			got := crictl(t, &recorded{}, args...)
			if got.code != 0 {
				t.Fatalf("exit code %d: %s", got.code, got.stderr)
			}
			expect(t, name, got.stdout, recording(t, name))
		})
	}
}

func TestTablesAreTheRecorded(t *testing.T) {
	// The moment of the recording: all ages in it are true then.
	taken := time.Unix(1795384506, 0)
	for name, args := range map[string][]string{"pods.txt": {"pods"}, "ps.txt": {"ps", "-a"}} {
		t.Run(name, func(t *testing.T) {
			got := crictl(t, &recorded{shift: int64(time.Since(taken))}, args...)
			expect(t, name, got.stdout, recording(t, name))
		})
	}
}

func TestFilters(t *testing.T) {
	for _, test := range []struct {
		args []string
		want string
	}{
		{[]string{"ps", "-q"}, "189d9bf4cfae0 81e4b597cd548 f6acda7e86100 357c02770c896 4fa3eba9cec5c"},
		{[]string{"ps", "-aq", "--name", "^w"}, "4fa3eba9cec5c a804136b5a5c0"},
		{[]string{"ps", "-q", "--state", "Exited"}, "84bae6354d88a 98fbeceb5150c a804136b5a5c0"},
		{[]string{"ps", "-a", "-q", "--pod", sandbox}, "4fa3eba9cec5c"},
		{[]string{"ps", "-a", "-q", "--id", "f6acda7e861"}, "f6acda7e86100"},
		{[]string{"ps", "-a", "-q", "--label", "io.kubernetes.container.name=boom"}, "189d9bf4cfae0 84bae6354d88a"},
		{[]string{"ps", "-aq", "--namespace", "demo", "--latest"}, "189d9bf4cfae0"},
		{[]string{"pods", "-q", "--state", "notready"}, "65d9e52a4b757"},
		{[]string{"pods", "-q", "--name", "^static-web-", "--last", "1"}, "ff1c3640670d2"},
		{[]string{"pods", "-q", "--label", "tier=backend"}, "b24e882eefe4b"},
	} {
		t.Run(strings.Join(test.args, " "), func(t *testing.T) {
			got := crictl(t, &recorded{}, test.args...)
			short := []string{}
			for _, id := range strings.Fields(got.stdout) {
				short = append(short, shortID(id))
			}
			expect(t, "ids", strings.Join(short, " "), test.want)
		})
	}
}

// plain takes out what no two runs share: times and process ids.
func plain(text string) string {
	text = regexp.MustCompile(`(?m)^([EWI])\d{4} \d\d:\d\d:\d\d\.\d+ +\d+ `).ReplaceAllString(text, "$1 ")
	return regexp.MustCompile(`time="[^"]*"`).ReplaceAllString(text, "time")
}

func TestErrorsAreTheRecorded(t *testing.T) {
	for name, args := range map[string][]string{
		"inspect-missing.txt": {"inspect", "doesnotexist"},
		"stop-missing.txt":    {"stop", "doesnotexist"},
	} {
		t.Run(name, func(t *testing.T) {
			got := crictl(t, &recorded{}, args...)
			if got.code != 1 || got.stdout != "" {
				t.Errorf("exit code %d, standard output %q", got.code, got.stdout)
			}
			expect(t, name, plain(got.stderr), plain(recording(t, name+".stderr")))
		})
	}
	t.Run("wrong-socket.txt", func(t *testing.T) {
		got := run(t, nil, "--config", os.DevNull, "-r", "unix:///run/nope.sock", "ps")
		if got.code != 1 {
			t.Errorf("exit code %d", got.code)
		}
		expect(t, "stderr", plain(got.stderr), plain(recording(t, "wrong-socket.txt.stderr")))
	})
	t.Run("as-user.txt", func(t *testing.T) {
		if os.Getuid() != 0 {
			t.Skip("only root can be somebody else")
		}
		socket := (&recorded{t: t}).serve()
		if err := os.Chmod(socket, 0o600); err != nil {
			t.Fatal(err)
		}
		// Everybody may walk to the socket and to the program, but not open the socket.
		folder, err := os.MkdirTemp("", "crictl")
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = os.RemoveAll(folder) })
		program := filepath.Join(folder, "crictl")
		text, err := os.ReadFile(os.Args[0])
		if err != nil {
			t.Fatal(err)
		}
		for _, err := range []error{
			os.Chmod(folder, 0o755), os.WriteFile(program, text, 0o755), os.Rename(socket, filepath.Join(folder, "cri.sock")),
		} {
			if err != nil {
				t.Fatal(err)
			}
		}
		socket = filepath.Join(folder, "cri.sock")
		got := run(t, func(command *exec.Cmd) {
			command.Path = program
			command.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: 65534, Gid: 65534}}
		}, "--config", os.DevNull, "-r", "unix://"+socket, "ps")
		if got.code != 1 {
			t.Errorf("exit code %d", got.code)
		}
		at := strings.ReplaceAll(got.stderr, socket, "/run/containerd/containerd.sock")
		expect(t, "stderr", plain(at), plain(recording(t, "as-user.txt.stderr")))
	})
}

func TestStopNamesWhatItStopped(t *testing.T) {
	r := &recorded{}
	got := crictl(t, r, "stop", "-t", "3", running, exited)
	expect(t, "stdout", got.stdout, running+"\n"+exited)
	expect(t, "stopped", strings.Join(r.stopped, "\n"), running+"\n"+exited)
}

func TestLogs(t *testing.T) {
	folder := t.TempDir()
	write := func(name, text string) string {
		path := filepath.Join(folder, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	current := write("3.log", "2026-11-22T21:55:04.680810308Z stdout F line 1\n"+
		"2026-11-22T21:55:05.681475237Z stderr P li\n2026-11-22T21:55:05.681475238Z stderr F ne 2\n"+
		"2026-11-22T21:55:06.682775494Z stdout F line 3\n")
	write("2.log", "2026-11-22T21:54:00Z stdout F before\n")

	for _, test := range []struct {
		args           []string
		stdout, stderr string
	}{
		{[]string{"logs", exited}, "line 1\nline 3\n", "line 2\n"},
		{[]string{"logs", "--tail", "1", exited}, "line 3\n", ""},
		{[]string{"logs", "-t", "--tail=1", exited}, "2026-11-22T21:55:06.682775494Z line 3\n", ""},
		{[]string{"logs", "--since", "2026-11-22T21:55:06Z", exited}, "line 3\n", ""},
		{[]string{"logs", "-p", exited}, "before\n", ""},
		// The container is not running: following ends where the file ends.
		{[]string{"logs", "-f", exited}, "line 1\nline 3\n", "line 2\n"},
	} {
		t.Run(strings.Join(test.args[:len(test.args)-1], " "), func(t *testing.T) {
			got := crictl(t, &recorded{logPath: current}, test.args...)
			expect(t, "stdout", got.stdout, test.stdout)
			// Warnings of the client's own share the stream.
			expect(t, "stderr", regexp.MustCompile(`(?m)^[EWI]\d{4} .*\n`).ReplaceAllString(got.stderr, ""), test.stderr)
		})
	}
}

func TestSince(t *testing.T) {
	now := time.Date(2026, 11, 22, 21, 55, 0, 0, time.UTC)
	for text, want := range map[string]time.Time{
		"":                          {},
		"42m":                       now.Add(-42 * time.Minute),
		"2013-01-02T13:23:37":       time.Date(2013, 1, 2, 13, 23, 37, 0, time.UTC),
		"2013-01-02T13:23:37+01:00": time.Date(2013, 1, 2, 12, 23, 37, 0, time.UTC),
		"1795384506.25":             time.Unix(1795384506, 250000000),
	} {
		got, err := parseSince(text, now)
		if err != nil || !got.Equal(want) {
			t.Errorf("%q: %v, %v; want %v", text, got, err, want)
		}
	}
	if _, err := parseSince("yesterday", now); err == nil {
		t.Error("yesterday is no time")
	}
}

func TestSettings(t *testing.T) {
	socket := (&recorded{t: t}).serve()
	config := filepath.Join(t.TempDir(), "crictl.yaml")
	if err := os.WriteFile(config, []byte("runtime-endpoint: unix://"+socket+"\ntimeout: 5\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	fromFile := run(t, nil, "-c", config, "version")
	expect(t, "configuration file", fromFile.stdout, recording(t, "version.txt"))
	fromEnvironment := run(t, func(command *exec.Cmd) {
		command.Env = append(command.Env, "CONTAINER_RUNTIME_ENDPOINT=unix://"+socket)
	}, "--config", os.DevNull, "version")
	expect(t, "environment", fromEnvironment.stdout, recording(t, "version.txt"))
	overruled := run(t, nil, "-c", config, "--runtime-endpoint", "unix:///run/nope.sock", "version")
	if overruled.code != 1 || !strings.Contains(overruled.stderr, "/run/nope.sock") {
		t.Errorf("the flag must win: %+v", overruled)
	}
	if gone := run(t, nil, "-c", config+".gone", "version"); gone.code != 1 {
		t.Errorf("a configuration file that is named must be there: %+v", gone)
	}
}
