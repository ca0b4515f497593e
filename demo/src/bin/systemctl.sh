#!/bin/sh
# systemctl of a demo node: one unit, kubelet.service.
#
# ask.sh stands before this text.
# shellcheck disable=SC2154 # run is set in ask.sh

properties='' units='' verb=''
while [ $# -gt 0 ]; do
  case $1 in
    -p)
      properties="$properties $2"
      shift
      ;;
    -p*) properties="$properties ${1#-p}" ;;
    --property=*)
      names=${1#*=},
      while [ -n "$names" ]; do
        properties="$properties ${names%%,*}"
        names=${names#*,}
      done
      ;;
    -*) ;;
    *) if [ -z "$verb" ]; then verb=$1; else units="$units ${1%.service}.service"; fi ;;
  esac
  shift
done

show_unit() {
  if [ "$1" = kubelet.service ]; then
    show_wanted < "$run/kubelet.unit"
  else
    show_wanted << UNIT
Id=$1
LoadState=not-found
ActiveState=inactive
SubState=dead
MainPID=0
NRestarts=0
UNIT
  fi
}

# Of the properties on standard input those that were asked for; all, where none was named.
show_wanted() {
  while IFS= read -r property; do
    case "$properties " in
      ' ' | *" ${property%%=*} "*) printf '%s\n' "$property" ;;
    esac
  done
}

case $verb in
  show)
    first=1
    for unit in $units; do
      [ -n "$first" ] || echo
      first=
      show_unit "$unit"
    done
    ;;
  is-active)
    state=$(show_unit "${units# }" | sed -n 's/^ActiveState=//p')
    echo "$state"
    [ "$state" = active ]
    ;;
  start | stop | restart | try-restart)
    [ "$units" = ' kubelet.service' ] || {
      echo "Failed to $verb${units}: Unit${units} not found." >&2
      exit 5
    }
    ask "$verb-kubelet"
    ;;
  daemon-reload) ;;
  *)
    echo "the demo node's systemctl does not know $verb" >&2
    exit 1
    ;;
esac
