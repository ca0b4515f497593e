package main

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// edges are the lengths around every limit that the API machinery has for text.
var edges = []int{
	0, 1, 2, 15, 16, 19, 20, 21, 31, 32, 33, 40, 49, 50, 51, 52, 61, 62, 63, 64, 65, 104, 105, 127, 128, 129, 237, 238, 243,
	244, 245, 246, 252, 253, 254, 255, 256, 257, 316, 317, 318, 511, 512, 513, 1023, 1024, 1025, 2047, 2048, 2049, 4095, 4096, 4097,
}

// pieces are inserted into text: what formats allow in one place and not in
// another, and what looks like something else.
var pieces = []string{
	".", "..", "-", "_", "/", "//", "\\", ":", "@", "=", ",", ";", "#", "?", "%", "%2F", "&", "*", "+", "~", "!", "|", "<", ">", "(", ")",
	"[", "]", "{", "}", "'", `"`, "`", "$", "$(", "$(X)", "^", " ", "\t", "\n", "\r", "\v", "\f", "\u0000", "\u0001", "\u007f", "\u0085", "\u00a0",
	"\u00e9", "\u0130", "\u0131", "\u017f", "\u200b", "\u2028", "\u202e", "\u212a", "\u3000", "\uff0e", "\ufeff", "\ufffd", "\ufffe", "\U0001F600",
	"\u0660", "\u0966", "0", "9", "a", "z", "A", "Z", "x", "../", "/..", "./", "/.", "-.", ".-", "--", "__", "._", "kubernetes.io/", "k8s.io/", "example.org/",
}

// respell changes text a little, or to another length: it stays close to what
// the field takes.
func (m *mutator) respell(text string) string {
	if text == "" {
		return one(m, pieces)
	}
	at := func() int {
		switch m.rand.Intn(4) {
		case 0:
			return 0
		case 1:
			return len(text)
		}
		return len(cutAt(text, m.rand.Intn(len(text)+1)))
	}
	switch m.rand.Intn(11) {
	case 0, 1, 2:
		i := at()
		return text[:i] + one(m, pieces) + text[i:]
	case 3:
		head := cutAt(text, m.rand.Intn(len(text)))
		_, size := utf8.DecodeRuneInString(text[len(head):])
		return head + one(m, pieces) + text[len(head)+size:]
	case 4:
		return m.deleteCharacter(text)
	case 5:
		return text + text
	case 6:
		return one(m, []string{strings.ToUpper(text), strings.ToLower(text), capital(text)})
	case 7, 8:
		return m.stretch(text)
	case 9:
		return one(m, []string{" " + text, text + " ", text + "\n", "/" + text, text + "/", "." + text, text + ".", "-" + text, text + "-"})
	}
	i := at()
	return text[i:] + text[:i]
}

// stretch repeats or cuts to a length around a limit, as one label or as many,
// with characters of one octet or of more.
func (m *mutator) stretch(text string) string {
	length := one(m, edges)
	filler := one(m, []string{text, "a", "a", "a.", "a/", "a-", "abc.", "0", "A", "\u00e9", strings.Repeat("a", 63) + ".", "a, "})
	if filler == "" {
		filler = "x"
	}
	grown := text + strings.Repeat(filler, length/len(filler)+1)
	if m.rand.Intn(2) == 0 {
		grown = strings.Repeat(filler, length/len(filler)+1) + text
		return strings.ToValidUTF8(grown[max(0, len(grown)-length):], "")
	}
	return cutAt(grown, length)
}

// number moves a number to its neighbours and to the bounds of Go's types.
func (m *mutator) number(value string) string {
	n, err := strconv.ParseInt(value, 10, 64)
	if err != nil {
		return one(m, integers)
	}
	switch m.rand.Intn(8) {
	case 0:
		return strconv.FormatInt(n+1, 10)
	case 1:
		return strconv.FormatInt(n-1, 10)
	case 2:
		return strconv.FormatInt(-n, 10)
	case 3:
		if longer := value + one(m, []string{".0", "e0", "e1", "0", "00", ".5", "e-1", "E+2"}); json.Valid([]byte(longer)) {
			return longer
		}
		return value
	case 4:
		return strconv.FormatInt(n*2, 10)
	case 5:
		return one(m, []string{"32", "33", "127", "128", "129", "599", "600", "601", "3599", "3601", "32767", "32768", "65534", "65537", "99999", "100001",
			"999", "1001", "2147483646", "2000000001", "1000000000", "1000000001", "4294967294", "9223372036854775806", "-2147483647"})
	}
	return one(m, integers)
}

// quantity makes up a number as Kubernetes spells amounts, mostly well. Its exponents
// stay small: Go carries 1e1000000000 out, for minutes.
func (m *mutator) quantity() any {
	digits := one(m, []string{"0", "1", "2", "7", "10", "64", "100", "1000", "1024", "1048576", "999999999", "1000000000", "2147483648",
		"9007199254740993", "9223372036854775807", "9223372036854775808", "18446744073709551616", "123456789012345678901234567890", "007", "00", ""})
	fraction := one(m, []string{"", "", "", "", ".", ".0", ".5", ".25", ".1", ".001", ".0001", ".0000000001", ".000", ".999999999", ".9999999999"})
	suffix := one(m, []string{"", "", "", "", "m", "m", "u", "n", "k", "M", "G", "T", "P", "E", "Ki", "Mi", "Mi", "Gi", "Ti", "Pi", "Ei", "e0", "e3", "E3", "e-3",
		"e+3", "E6", "e18", "e19", "e-9", "e-10", "e30", "e100", "K", "mi", "i", "Zi", "B", "e", "e3Mi", " Mi", "e1.5"})
	sign := one(m, []string{"", "", "", "", "", "", "-", "+", "--"})
	text := sign + digits + fraction + suffix
	if json.Valid([]byte(text)) && m.rand.Intn(2) == 0 {
		return json.Number(text)
	}
	return text
}

// address makes up an IP address or what looks like one.
func (m *mutator) address() string {
	octet := func() string {
		return one(m, []string{"0", "1", "10", "127", "192", "255", "256", "01", "010", "", "a", "1e1", "+1", "\u0661"})
	}
	group := func() string {
		return one(m, []string{"0", "1", "fd00", "2001", "db8", "ffff", "FFFF", "0000", "00000", "12345", "", "", "g", "1.2.3.4"})
	}
	var parts []string
	separator := "."
	if m.rand.Intn(2) == 0 {
		separator = ":"
		for n := one(m, []int{2, 3, 4, 5, 7, 8, 8, 9}); n > 0; n-- {
			parts = append(parts, group())
		}
	} else {
		for n := one(m, []int{4, 4, 4, 4, 3, 5}); n > 0; n-- {
			parts = append(parts, octet())
		}
	}
	return one(m, []string{"", "", "", "", "", "[", " ", "::ffff:"}) + strings.Join(parts, separator) + one(m, []string{"", "", "", "", "", "/24", "%eth0", "]", " ", ":80"})
}

// spell makes up text of the formats that the Pod's fields have.
func (m *mutator) spell() string {
	word := func() string {
		return one(m, []string{"a", "b", "app", "x1", "1", "0", "kubernetes", "io", "example", "org", "k8s", "A", "a-b", "a_b", "-", "", "\u00e9", strings.Repeat("a", 63), strings.Repeat("a", 64)})
	}
	some := func(separator string) string {
		parts := []string{word()}
		for m.rand.Intn(3) > 0 {
			parts = append(parts, word())
		}
		return strings.Join(parts, separator)
	}
	switch m.rand.Intn(12) {
	case 0:
		return some(".")
	case 1:
		return some(".") + "/" + some(".")
	case 2:
		return "/" + some("/")
	case 3:
		return some("/")
	case 4:
		return some("-")
	case 5:
		return some(":")
	case 6:
		return m.address()
	case 7:
		return some("_")
	case 8:
		return "C:\\" + some("\\")
	case 9:
		return one(m, []string{"http://", "https://", "//", "docker://", "oci:"}) + some(".") + one(m, []string{"", ":80", ":x", "/", "/a?b=c", "/%zz", "/a b"})
	case 10:
		return fmt.Sprint(m.quantity())
	}
	return some(one(m, []string{" ", ", ", "=", "@", "..", "\\"}))
}

func capital(text string) string {
	first, size := utf8.DecodeRuneInString(text)
	return string(unicode.ToUpper(first)) + text[size:]
}
