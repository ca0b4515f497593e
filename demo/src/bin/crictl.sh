#!/bin/sh
# crictl of a demo node: the real one's command line, as far as this product uses it, over what the simulated kubelet
# keeps in files. There are no processes and no images behind it.
#
# ask.sh stands before this text.
# shellcheck disable=SC2154 # run is set in ask.sh

usage() {
  cat << 'USAGE'
NAME:
   crictl - the demo node's stand-in for crictl
COMMANDS:
   version, info, pods, ps, images, inspect, inspectp, logs, stop, pull, stats
USAGE
}

# The lines that crictl's own log has for what failed.
complain() {
  printf 'time="%s" level=fatal msg="%s"\n' "$(date -u +%Y-%m-%dT%H:%M:%SZ)" "$1" >&2
  exit 1
}

# Options before the command.
while [ $# -gt 0 ]; do
  case $1 in
    -r | --runtime-endpoint | -i | --image-endpoint | -t | --timeout | -c | --config) shift 2 ;;
    -D | --debug | --*=*) shift ;;
    -v | --version)
      echo 'crictl version demo'
      exit
      ;;
    -h | --help)
      usage
      exit
      ;;
    *) break ;;
  esac
done
command=${1-help}
[ $# = 0 ] || shift

# Options behind it; what is left are ids.
output=table all='' follow='' tail='' stamps='' previous='' quiet='' words=''
while [ $# -gt 0 ]; do
  case $1 in
    -o | --output)
      output=${2-}
      shift
      ;;
    --output=*) output=${1#*=} ;;
    -ojson) output=json ;;
    -a | --all) all=1 ;;
    -f | --follow) follow=1 ;;
    -q | --quiet) quiet=1 ;;
    --tail)
      tail=${2-}
      shift
      ;;
    --tail=*) tail=${1#*=} ;;
    --timestamps) stamps=1 ;;
    -p | --previous) previous=1 ;;
    -t | --timeout)
      # For `logs` it means --timestamps.
      if [ "$command" = logs ]; then stamps=1; else shift; fi
      ;;
    --) ;;
    -*) complain "the demo node's crictl does not know the option $1 of $command" ;;
    *[!A-Za-z0-9:/._@-]*) complain "$1 is no id" ;;
    *) words="$words $1" ;;
  esac
  shift
done

# The one record of kind $1 whose id begins with $2.
find_record() {
  found=
  for file in "$run/$1/$2"*; do
    [ ! -f "$file" ] || found="$found $file"
  done
  case $found in
    '') complain "rpc error: code = NotFound desc = an error occurred when try to find $1 \"$2\": not found" ;;
    ' '*' '*) complain "more than one $1 begins with $2" ;;
    *) echo "${found# }" ;;
  esac
}

show() {
  case $output in
    json) exec cat "$run/$1.json" ;;
    table) if [ -n "$quiet" ]; then exec cat "$run/$1.ids"; else exec cat "$run/$1.table"; fi ;;
    *) complain "the demo node's crictl knows no output $output" ;;
  esac
}

# A container's log is kept as the kubelet keeps it: time, stream, F, text.
print_line() {
  line=${line# }
  rest=${line#* }
  stream=${rest%% *}
  text=${rest#* }
  text=${text#* }
  [ -z "$stamps" ] || text="${line%% *} $text"
  if [ "$stream" = stderr ]; then printf '%s\n' "$text" >&2; else printf '%s\n' "$text"; fi
}

print_logs() {
  record=$(find_record container "$1") || exit 1
  id=${record##*/}
  id=${id%.json}
  if [ -n "$previous" ]; then
    id=$(cat "$run/previous/$id" 2> /dev/null) || complain "there is no previous container"
  fi
  file=$run/log/$id
  count=$(wc -l < "$file")
  first=1
  if [ -n "$tail" ] && [ "$tail" -ge 0 ] && [ "$count" -gt "$tail" ]; then
    first=$((count - tail + 1))
  fi
  exec 4< "$file"
  number=0
  while :; do
    # Looked at before the last lines are read: none can come between.
    ended=
    [ -f "$run/running/$id" ] || ended=1
    while IFS= read -r line <&4; do
      number=$((number + 1))
      [ "$number" -lt "$first" ] || print_line
    done
    if [ -z "$follow" ] || [ -n "$ended" ]; then
      break
    fi
    nap
  done
}

each_word() {
  [ -n "$words" ] || complain "$command needs an id"
  for word in $words; do
    "$1" "$word"
  done
}

print_record() {
  file=$(find_record "$kind" "$1") || exit 1
  cat "$file"
}

stop_one() {
  file=$(find_record container "$1") || exit 1
  id=${file##*/}
  ask stop "${id%.json}" || exit 1
}

pull_one() {
  ask pull "$1" || exit 1
}

case $command in
  version)
    printf '%s\n' 'Version:  0.1.0' 'RuntimeName:  demo' 'RuntimeVersion:  0.1.0' 'RuntimeApiVersion:  v1'
    ;;
  info) exec cat "$run/info.json" ;;
  pods) show pods ;;
  ps) if [ -n "$all" ]; then show all; else show running-containers; fi ;;
  images | image) show images ;;
  stats) show stats ;;
  inspect)
    kind=container
    each_word print_record
    ;;
  inspectp)
    kind=sandbox
    each_word print_record
    ;;
  logs) each_word print_logs ;;
  stop) each_word stop_one ;;
  pull) each_word pull_one ;;
  help) usage ;;
  *) complain "the demo node's crictl knows no command $command: there are no processes behind it" ;;
esac
