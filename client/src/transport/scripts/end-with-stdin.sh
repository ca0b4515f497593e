#!/bin/sh
# Runs "$@" without standard input and ends it as soon as this script's own standard input ends. A closed SSH channel
# reaches a command only as the end of its input (sshd sends a signal only where there is a terminal), and sudo passes
# it on, so this is what stops a `tail -f` that has nothing to write.
exec 3<&0
"$@" </dev/null 3<&- &
command=$!
{
  while read -r _; do :; done <&3
  kill "$command"
} >/dev/null 2>&1 &
watcher=$!
exec 3<&-
wait "$command"
status=$?
kill "$watcher" 2>/dev/null
exit "$status"
