package main

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
)

// looseJSON prints a tree as JSON that no printer would write: equal keys, keys
// in another case, escapes, white space, odd numbers. The kubelet hands JSON to
// the decoder as it is, so that what YAML would lose is seen there.
func (m *mutator) looseJSON(tree any) string {
	var out strings.Builder
	l := loosePrinter{m, &out, 1 + m.rand.Intn(6), m.rand.Intn(6) == 0}
	l.value(tree, m.root, "")
	return out.String()
}

type loosePrinter struct {
	m   *mutator
	out *strings.Builder
	// left is how many oddities may still come.
	left int
	// breaks says whether the text may end up as no JSON.
	breaks bool
}

func (l *loosePrinter) odd(inHundred int) bool {
	if l.left <= 0 || l.m.rand.Intn(100) >= inHundred {
		return false
	}
	l.left--
	return true
}

func (l *loosePrinter) write(text string) { l.out.WriteString(text) }

func (l *loosePrinter) space() {
	if l.breaks && l.odd(2) {
		l.write(one(l.m, []string{" ", "\n", "\t", "\r\n", "  \n  ", " ", "\n", "\t", "\u00a0", "\u2028", "\v", "\f", "//\n", "#\n", "/**/"}))
	}
}

func (l *loosePrinter) value(value any, typ reflect.Type, key string) {
	l.space()
	switch value := value.(type) {
	case map[string]any:
		l.object(value, typ)
	case []any:
		l.list(value, typ, key)
	case string:
		l.text(value)
	case json.Number:
		l.number(value.String())
	case bool:
		l.write(fmt.Sprint(value))
	case nil:
		l.write("null")
	default:
		panic(fmt.Sprintf("a tree with a %T", value))
	}
	l.space()
}

func (l *loosePrinter) object(object map[string]any, typ reflect.Type) {
	l.write("{")
	first := true
	member := func(key string, value any, typ reflect.Type) {
		if !first {
			l.write(",")
		}
		first = false
		l.space()
		l.text(key)
		l.space()
		l.write(":")
		l.value(value, typ, key)
	}
	keys := sortedKeys(object)
	l.m.rand.Shuffle(len(keys), func(i, j int) { keys[i], keys[j] = keys[j], keys[i] })
	for _, key := range keys {
		child := memberType(typ, key)
		if l.odd(6) {
			member(key, l.other(object[key], child, key), child)
		}
		member(key, object[key], child)
		for l.odd(6) {
			member(key, l.other(object[key], child, key), child)
		}
		if l.odd(2) {
			member(one(l.m, []string{strings.ToUpper(key), strings.ToLower(key), capital(key), strings.ReplaceAll(key, "s", "\u017f"), strings.ReplaceAll(key, "k", "\u212a")}), l.other(object[key], child, key), child)
		}
	}
	if l.breaks && l.odd(1) {
		l.write(",")
	}
	l.write("}")
}

// other is what may stand under a key once more: nothing, a part, or something else of the type.
func (l *loosePrinter) other(value any, typ reflect.Type, key string) any {
	switch l.m.rand.Intn(10) {
	case 0, 1, 2:
		return nil
	case 3:
		if typ != nil {
			return l.m.build(typ, key, 3)
		}
	case 4:
		if l.m.rand.Intn(4) > 0 {
			break
		}
		return one(l.m, []any{map[string]any{}, []any{}, "", json.Number("1"), true})
	}
	switch value := value.(type) {
	case map[string]any:
		part := map[string]any{}
		for _, key := range sortedKeys(value) {
			if l.m.rand.Intn(2) == 0 {
				part[key] = clone(value[key])
			}
		}
		return part
	case []any:
		part := []any{}
		for _, element := range value {
			switch l.m.rand.Intn(4) {
			case 0:
				part = append(part, clone(element))
			case 1:
				part = append(part, nil)
			case 2:
				part = append(part, l.other(element, elementType(typ), key))
			}
		}
		return part
	case string:
		return l.m.respell(value)
	case json.Number:
		return json.Number(l.m.number(value.String()))
	}
	return value
}

func (l *loosePrinter) list(list []any, typ reflect.Type, key string) {
	l.write("[")
	for i, element := range list {
		if i > 0 {
			l.write(",")
		}
		l.value(element, elementType(typ), key)
	}
	if l.breaks && l.odd(1) {
		l.write(",")
	}
	l.write("]")
}

func (l *loosePrinter) text(text string) {
	quoted, err := json.Marshal(text)
	if err != nil {
		panic(fmt.Sprintf("a string that is no JSON: %v", err))
	}
	inner := string(quoted[1 : len(quoted)-1])
	if l.odd(3) {
		at := len(cutAt(text, l.m.rand.Intn(len(text)+1)))
		head, tail := text[:at], text[at:]
		switch l.m.rand.Intn(4) {
		case 0:
			if tail != "" && tail[0] < 0x80 {
				inner = quote(head) + fmt.Sprintf(`\u%04x`, tail[0]) + quote(tail[1:])
			}
		case 1:
			inner = quote(head) + one(l.m, []string{`\ud800`, `\udc00`, `\ud83d\ude00`, `\u0000`, `\/`, `\b`, `\n`, `\u2028`, `\u00e9`, `\uFEFF`}) + quote(tail)
		case 2:
			if !l.breaks {
				break
			}
			inner = quote(head) + one(l.m, []string{"\t", "\n", `\x41`, `\'`, `\`, `\u12`, `"`, "\u2028", "\u007f", "\u0085", "\u0001"}) + quote(tail)
		case 3:
			var escaped strings.Builder
			for _, r := range text {
				if r < 0x10000 {
					fmt.Fprintf(&escaped, `\u%04X`, r)
				}
			}
			inner = escaped.String()
		}
	}
	l.write(`"` + inner + `"`)
}

func quote(text string) string {
	quoted, err := json.Marshal(text)
	if err != nil {
		panic(fmt.Sprintf("a string that is no JSON: %v", err))
	}
	return string(quoted[1 : len(quoted)-1])
}

func (l *loosePrinter) number(number string) {
	if l.breaks && l.odd(4) {
		number = one(l.m, []string{number + ".0", number + "e0", number + "E+0", "0" + number, "+" + number, "-" + number, number + ".", "-0", "1e2", "0x1", "1_0", "NaN", "1e400", "1e-400", "." + number, `"` + number + `"`})
	}
	l.write(number)
}
