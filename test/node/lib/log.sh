# shellcheck shell=bash
# Speaking and waiting. Sourced by bed.sh.

say() {
  printf 'bed: %s\n' "$*" >&2
}

fail() {
  say "$*"
  exit 1
}

# Seconds since the given EPOCHREALTIME, with a tenth.
since() {
  awk -v from="$1" -v to="$EPOCHREALTIME" 'BEGIN { printf "%.1f", to - from }'
}

# until_true SECONDS COMMAND…: asks again until COMMAND succeeds; fails when the time is over.
until_true() {
  local deadline=$((SECONDS + $1))
  shift
  until "$@" > /dev/null 2>&1; do
    [ "$SECONDS" -lt "$deadline" ] || return 1
    sleep 0.1
  done
}
