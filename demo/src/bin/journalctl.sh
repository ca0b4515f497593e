#!/bin/sh
# journalctl of a demo node: the simulated kubelet's log, kept as `-o short-unix` prints it.
#
# ask.sh stands before this text.
# shellcheck disable=SC2154 # run is set in ask.sh

since=0 format=short count='' follow=''
while [ $# -gt 0 ]; do
  case $1 in
    -u | --unit) shift ;;
    -o | --output)
      format=${2-}
      shift
      ;;
    --output=*) format=${1#*=} ;;
    -S | --since)
      since=${2-}
      shift
      ;;
    --since=*) since=${1#*=} ;;
    -n | --lines)
      count=${2-}
      shift
      ;;
    --lines=* | -n*)
      count=${1#--lines=}
      count=${count#-n}
      ;;
    -f | --follow) follow=1 ;;
    -*) ;;
  esac
  shift
done
case $since in
  @*) since=${since#@} ;;
  0) ;;
  *)
    echo "the demo node's journalctl knows --since @SECONDS only" >&2
    exit 1
    ;;
esac
[ -z "$follow" ] || [ -n "$count" ] || count=10

print_lines() {
  awk -v since="$since" -v format="$format" '
    $1 + 0 < since + 0 { next }
    format == "cat" { sub(/^[^:]*: /, "") }
    { print; fflush() }'
}

if [ -n "$count" ]; then
  print_lines < "$run/journal" | tail -n "$count"
else
  print_lines < "$run/journal"
fi
[ -z "$follow" ] || tail -n 0 -f "$run/journal" | print_lines
