# shellcheck shell=sh
# shellcheck disable=SC2034,SC2154 # the parts before and behind this one share its variables
# A part of the scripts that run on a node: the journal of a transaction, one line an event, fields between tabs:
#   time  name  fields…

event() {
  line=$(date +%s)
  for field in "$@"; do
    line="$line	$(printf '%s' "$field" | tr '\000-\037\177' ' ')"
  done
  # One write: whoever reads along never sees half a line that stays half.
  printf '%s\n' "$line" >> "$tx/journal"
}

# A step is on the disk before what it announces is done.
step() {
  event step "$@" && sync_path "$tx/journal"
}

last_step() {
  [ ! -f "$tx/journal" ] || awk -F '\t' '$2 == "step" { step = $3 } END { print step }' "$tx/journal"
}

has_event() {
  [ -f "$tx/journal" ] && awk -F '\t' -v name="$1" '$2 == name { found = 1 } END { exit !found }' "$tx/journal"
}

# setting KEY FILE: of a file of key=value lines.
setting() {
  sed -n "s/^$1=//p" "$2"
}
