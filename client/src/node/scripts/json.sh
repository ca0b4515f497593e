# shellcheck shell=sh
# A part of the scripts that run on a node: JSON for awk.

# Turns JSON on standard input into lines of a value's path and the value, with tabs between: `items 0 state SANDBOX_READY`.
# A tab inside a string is written \t in JSON, so none can be forged. Strings keep their escapes; empty objects and
# arrays leave no line.
flatten_json() {
  LC_ALL=C awk '
    function path(  level, text) {
      text = ""
      for (level = 1; level <= depth; level++) text = text step[level] "\t"
      return text
    }
    function scalar(value) {
      print path() value
      if (kind[depth] == "o") named = 0
    }
    BEGIN { depth = 0; named = 0 }
    {
      rest = $0
      while (1) {
        sub(/^[ \t\r]+/, "", rest)
        if (rest == "") break
        first = substr(rest, 1, 1)
        if (first == "{" || first == "[") {
          depth++
          kind[depth] = first == "{" ? "o" : "a"
          step[depth] = first == "{" ? "" : 0
          named = 0
          rest = substr(rest, 2)
        } else if (first == "}" || first == "]") {
          depth--
          named = 0
          rest = substr(rest, 2)
        } else if (first == ",") {
          if (kind[depth] == "a") step[depth]++
          named = 0
          rest = substr(rest, 2)
        } else if (first == ":") {
          named = 1
          rest = substr(rest, 2)
        } else if (first == "\"") {
          if (!match(rest, /^"[^"\\]*(\\.[^"\\]*)*"/)) exit 1
          text = substr(rest, 2, RLENGTH - 2)
          rest = substr(rest, RLENGTH + 1)
          if (kind[depth] == "o" && !named) step[depth] = text
          else scalar(text)
        } else {
          if (!match(rest, /^[^], \t\r}]+/)) exit 1
          text = substr(rest, 1, RLENGTH)
          rest = substr(rest, RLENGTH + 1)
          scalar(text)
        }
      }
    }'
}
