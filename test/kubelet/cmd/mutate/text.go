package main

import (
	"fmt"
	"regexp"
	"strings"
	"unicode/utf8"
)

// changeText makes one change that only a reader of text can see, and says
// which.
func (m *mutator) changeText(text string) (string, string) {
	change := textChanges[m.rand.Intn(len(textChanges))]
	return change.make(m, text), "text." + change.name
}

type textChange struct {
	name string
	make func(*mutator, string) string
}

var textChanges = []textChange{
	{"indent", (*mutator).reindent},
	{"indent", (*mutator).reindent},
	{"tab", func(m *mutator, t string) string { return m.insertAt(t, "\t") }},
	{"tab-indent", func(m *mutator, t string) string {
		return m.onLine(t, func(l string) string { return "\t" + strings.TrimLeft(l, " ") })
	}},
	{"delete-character", (*mutator).deleteCharacter},
	{"insert", func(m *mutator, t string) string { return m.insertAt(t, one(m, snippets)) }},
	{"insert", func(m *mutator, t string) string { return m.insertAt(t, one(m, snippets)) }},
	{"delete-line", func(m *mutator, t string) string {
		return m.lines(t, func(l []string, i int) []string { return append(l[:i], l[i+1:]...) })
	}},
	{"repeat-line", func(m *mutator, t string) string {
		return m.lines(t, func(l []string, i int) []string { return append(l[:i+1], l[i:]...) })
	}},
	{"swap-lines", func(m *mutator, t string) string {
		return m.lines(t, func(l []string, i int) []string {
			j := m.rand.Intn(len(l))
			l[i], l[j] = l[j], l[i]
			return l
		})
	}},
	{"new-line", func(m *mutator, t string) string {
		return m.lines(t, func(l []string, i int) []string {
			added := indentOf(l[i]) + one(m, wholeLines)
			return append(l[:i+1], append([]string{added}, l[i+1:]...)...)
		})
	}},
	{"scalar", (*mutator).replaceScalar},
	{"scalar", (*mutator).replaceScalar},
	{"scalar", (*mutator).replaceScalar},
	{"scalar", (*mutator).replaceScalar},
	{"property", func(m *mutator, t string) string {
		return m.onScalar(t, func(s string) string { return one(m, properties) + " " + s })
	}},
	{"quote", func(m *mutator, t string) string {
		return m.onScalar(t, func(s string) string { q := one(m, []string{"'", `"`}); return q + strings.Trim(s, `'"`) + q })
	}},
	{"key", (*mutator).replaceKey},
	{"unquote", func(m *mutator, t string) string { return strings.Replace(t, one(m, []string{`"`, "'"}), "", 1) }},
	{"comment", func(m *mutator, t string) string {
		return m.onLine(t, func(l string) string { return l + one(m, []string{" # x", "# x", " #", "\t# x", " ## a: b"}) })
	}},
	{"trailing-space", func(m *mutator, t string) string { return m.onLine(t, func(l string) string { return l + "  " }) }},
	{"crlf", func(_ *mutator, t string) string { return strings.ReplaceAll(t, "\n", "\r\n") }},
	{"cr", func(m *mutator, t string) string { return m.onLine(t, func(l string) string { return l + "\r" }) }},
	{"start", func(m *mutator, t string) string { return one(m, starts) + t }},
	{"end", func(m *mutator, t string) string { return t + one(m, ends) }},
	{"truncate", func(m *mutator, t string) string { return cutAt(t, m.rand.Intn(len(t)+1)) }},
	{"anchor", (*mutator).anchor},
	{"fold", (*mutator).fold},
	{"flow-value", func(m *mutator, t string) string {
		return m.onScalar(t, func(s string) string { return "[" + s + "]" })
	}},
	{"case", func(m *mutator, t string) string {
		return m.onScalar(t, func(s string) string { return one(m, []string{strings.ToUpper(s), strings.ToLower(s)}) })
	}},
	{"comma", func(m *mutator, t string) string { return m.onLine(t, func(l string) string { return l + "," }) }},
	{"two-documents", func(m *mutator, t string) string {
		return t + "\n---\n" + m.print(m.sources[m.rand.Intn(len(m.sources))].tree)
	}},
}

var snippets = []string{
	":", ": ", " ", "-", "- ", "#", " #", "{", "}", "[", "]", ",", "'", `"`, "&a ", "*a", "!", "!!str ", "|", ">", "%", "@", "`",
	"?", "? ", "\\", "\n", "\n\n", "\r", "\u00a0", "\u2028", "\u0085", "\ufeff", "\u0001", "\u007f", "é", "\U0001F600", "~", "<<: ",
	"---", "\n---\n", "\n...\n", "0", "9", "_", "$", "null", "\\x41", "\\u0041", "\ufffe", "\u200b",
}

var wholeLines = []string{
	"unknownField: 1", "name: twice", "image: twice", "- extra", "- name: x", "? complex", ": value", "<<: {a: b}", "<<: [{a: b}, {c: d}]",
	"<<: *missing", "1: a", "true: a", "null: a", "1.5: a", "~: a", "y: n", "on: off", "# comment", "---", "...", "%YAML 1.1", "key", "key:",
	"'quoted key': a", `"esc\x61ped": a`, "[a, b]: c", "{a: b}: c", "? [a]\n: b", "a:b", "a: b: c", "- - - x", "!!binary a: YQ==", "&k a: b",
	"0x10: a", "1e3: a", "2026-01-02: a", "-: a", ": a", "a:", "\ta: b", "spec: {}", "metadata: null", "status: {}", "=: a",
}

// scalars are what YAML's two versions and go-yaml resolve each in its own way.
var scalars = []string{
	"yes", "no", "on", "off", "y", "n", "Y", "N", "Yes", "YES", "yEs", "On", "OFF", "true", "True", "TRUE", "tRue", "false",
	"null", "Null", "NULL", "nULL", "~", "", "0", "1", "-1", "+1", "00", "007", "017", "08", "0o17", "0O17", "-0o17", "0x1F", "0X1f",
	"-0x1F", "0b101", "0B1", "-0b1", "1_000", "1__0", "_1", "1_", "0x_1", "0o1_7", "1:30", "1:30:00", "01:30", "-1:30", "1:60", "1.5", "1.",
	".5", "-.5", "+.5", ".", "1e3", "1E3", "1e+3", "1e-3", "1.5e3", "1e", "e1", "1_0.5", "1.0", "100.0", "8080.0", ".inf", "-.inf", "+.inf",
	".Inf", ".INF", "inf", ".nan", ".NaN", "nan", "2026-01-02", "2026-1-2", "2026-01-02T03:04:05Z", "2026-01-02 03:04:05",
	"2026-01-02t03:04:05.5-01:00", "!!str 1", "!!str true", "!!str", "!!int 1", "!!int '1'", "!!int x", "!!int 1.0", "!!float 1", "!!float x",
	"!!bool yes", "!!bool 'true'", "!!bool 1", "!!null x", "!!null ''", "!!binary YWJj", "!!binary '*'", "!!timestamp 2026-01-02",
	"!!set {a, b}", "!!omap [a: b]", "!!map {}", "!!seq []", "!!seq {}", "!local x", "!<tag:yaml.org,2002:str> 1", "! 1", "! x", "!!foo x", "!h!x y",
	"|\n      literal\n", ">\n      folded\n      text\n", "|-\n      strip", "|+\n      keep\n\n", "|2\n      two", ">-\n      a\n\n      b", "|x\n   a", "|\n",
	"'it''s'", `"a\tb"`, `"a\x41"`, `"a\u0041"`, `"a\U00000041"`, `"a\q"`, `"a\/b"`, `"a\
      b"`, "'a\n      b'", "a\n      b", "a # b", "a#b", "a: b", "a:b", "- a", "-a", "-", "?", "? a", ":a", ":", "@a", "`a", "%a", "&a", "*a", "&a x", "*", "&",
	"[a, b]", "[a, b", "{a: b}", "{a: b", "{a}", "{a: }", "{a:b}", "{a : b}", "[a: b]", "[,]", "[a,]", "{a: b,}", "[a b, c]", "['a', \"b\"]", "{? a : b}", "[]x",
	"4294967296", "9223372036854775807", "9223372036854775808", "18446744073709551615", "18446744073709551616", "-9223372036854775808", "-9223372036854775809",
	"0xFFFFFFFFFFFFFFFF", "0x1FFFFFFFFFFFFFFFF", "1e309", "-1e309", "1e-400", "0.1e1", "123456789.0", "1e15", "1e21", "-0", "-0.0", "0.0", "+0", "=", "<<", "é", "日本",
}

var properties = []string{"&a", "&b", "!!str", "!!int", "!!bool", "!!float", "!!null", "!!binary", "!x", "!", "&a !!str", "!!str &a", "&a &b", "*a", "!!map", "&", "!!merge"}

var starts = []string{
	"---\n", "--- \n", "--- # c\n", "---\n---\n", "...\n", "# c\n", "\n\n", "\ufeff", "\ufeff---\n", "%YAML 1.1\n---\n", "%YAML 1.2\n---\n", "%YAML 1.1\n",
	"%TAG ! tag:x,2000:\n---\n", "%FOO\n---\n", " ", "\t", "\t\n", "  \n", "{", "[", "--- a\n", "--- |\n", "---\t\n", "x: &a y\n", "a\n", "\u0000", "\r\n", "--- {}\n---\n", "-", "? ", "\u2028",
}

var ends = []string{
	"---\n", "---", "...\n", "...", "... # c\n---\na: b\n", "\n\n\n", "# c", "\u0000", "}", "]", "\t", "   ", "a", "a: b\n", "---\nkind: Service\n", "--- [", "...\n%YAML 1.1\n---\nx\n", "\n \n", "- a\n", "\ufeff", ",", "\r",
}

func (m *mutator) lines(text string, change func([]string, int) []string) string {
	lines := strings.Split(text, "\n")
	return strings.Join(change(lines, m.rand.Intn(len(lines))), "\n")
}

func (m *mutator) onLine(text string, change func(string) string) string {
	return m.lines(text, func(lines []string, i int) []string {
		lines[i] = change(lines[i])
		return lines
	})
}

func indentOf(line string) string { return line[:len(line)-len(strings.TrimLeft(line, " "))] }

func (m *mutator) reindent(text string) string {
	by := []int{-4, -2, -1, 1, 2, 3, 4}[m.rand.Intn(7)]
	return m.onLine(text, func(line string) string {
		if by > 0 {
			return strings.Repeat(" ", by) + line
		}
		return line[min(-by, len(indentOf(line))):]
	})
}

// cutAt keeps whole characters: a case is UTF-8 text.
func cutAt(text string, at int) string {
	for at > 0 && at < len(text) && !utf8.RuneStart(text[at]) {
		at--
	}
	return text[:at]
}

func (m *mutator) insertAt(text, snippet string) string {
	head := cutAt(text, m.rand.Intn(len(text)+1))
	return head + snippet + text[len(head):]
}

func (m *mutator) deleteCharacter(text string) string {
	if text == "" {
		return text
	}
	head := cutAt(text, m.rand.Intn(len(text)))
	_, size := utf8.DecodeRuneInString(text[len(head):])
	return head + text[len(head)+size:]
}

// scalarLine is `  - key: value` with a value on the line.
var scalarLine = regexp.MustCompile(`(?m)^([ ]*(?:- )*(?:[^\s:#{\[]+: +|- +))([^\s#|>].*)$`)

func (m *mutator) onScalar(text string, change func(string) string) string {
	all := scalarLine.FindAllStringSubmatchIndex(text, -1)
	if len(all) == 0 {
		return m.insertAt(text, " ")
	}
	at := all[m.rand.Intn(len(all))]
	return text[:at[4]] + change(text[at[4]:at[5]]) + text[at[5]:]
}

func (m *mutator) replaceScalar(text string) string {
	return m.onScalar(text, func(string) string { return one(m, scalars) })
}

var keyAt = regexp.MustCompile(`(?m)^([ ]*(?:- )*)([^\s:#]+):`)

func (m *mutator) replaceKey(text string) string {
	all := keyAt.FindAllStringSubmatchIndex(text, -1)
	if len(all) == 0 {
		return m.insertAt(text, ":")
	}
	at := all[m.rand.Intn(len(all))]
	key := text[at[4]:at[5]]
	to := one(m, []string{"'" + key + "'", `"` + key + `"`, "? " + key + "\n" + text[at[2]:at[3]], key + " ", "!!str " + key, "&k " + key, one(m, scalars), strings.ToUpper(key)})
	return text[:at[4]] + to + text[at[5]:]
}

// anchor names one value and uses the name for another.
func (m *mutator) anchor(text string) string {
	name := fmt.Sprintf("a%d", m.rand.Intn(3))
	text = m.onScalar(text, func(s string) string { return "&" + name + " " + s })
	return m.onScalar(text, func(string) string { return "*" + name })
}

// fold breaks a line at a space.
func (m *mutator) fold(text string) string {
	return m.onLine(text, func(line string) string {
		if i := strings.LastIndex(line, " "); i > 0 {
			return line[:i] + "\n" + strings.Repeat(" ", m.rand.Intn(12)) + line[i+1:]
		}
		return line
	})
}
