# shellcheck shell=sh
# shellcheck disable=SC2034,SC2154 # the parts before and behind this one share its variables
# A part of the scripts that run on a node: sections, which are a line `@NONCE NAME`, then the body as it is. The nonce is
# made for this one run, comes with this script on standard input, and is known to nobody else on the node: no file, log
# line or container can forge a section. "Words" are strings that each end with a NUL byte. The last section is `end`.

section() {
  printf '\n@%s %s\n' "$nonce" "$1"
}

words() {
  printf '%s\0' "$@"
}

# What COMMAND prints, then a new line and its exit code; its standard error is the section NAME.stderr.
# Needs standard output at 3.
report() {
  name=$1
  section "$name"
  shift
  errors=$("$@" 2>&1 >&3 3>&-)
  printf '\n%d' $?
  if [ -n "$errors" ]; then
    section "$name.stderr"
    printf '%s' "$errors"
  fi
}
