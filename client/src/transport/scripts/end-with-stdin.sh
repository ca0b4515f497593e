#!/bin/sh
# Runs "$@" without standard input and ends it as soon as this script's own standard input ends. A closed SSH channel
# reaches a command only as the end of its input (sshd sends a signal only where there is a terminal), and sudo passes
# it on, so this is what stops a `tail -f` that has nothing to write. More than once: a signal that comes just before a
# program begins to wait is noticed only when something else wakes it; an ssh lived on for ten seconds so.
exec 3<&0
"$@" </dev/null 3<&- &
command=$!
{
  while read -r _; do :; done <&3
  while kill "$command"; do sleep 1; done
} >/dev/null 2>&1 &
watcher=$!
exec 3<&-
wait "$command"
status=$?
kill "$watcher" 2>/dev/null
exit "$status"
