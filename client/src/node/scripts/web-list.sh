#!/bin/sh
# Gets the list that this node's kubelet pulls: section `list`, a report (sections.sh) of curl, or of wget.
#
#   sh -s -- limit=BYTES
#
# places.sh and sections.sh stand before this text. What stands at the end, in base64, is a configuration for curl with
# the URL and its headers, then an empty line, then the URL alone: neither becomes a word of a command line.

limit=10485760
for argument in "$@"; do
  case $argument in
    limit=*) limit=${argument#*=} ;;
  esac
done
# What `report` prints passes by the substitution that catches its errors.
exec 3>&1

get_list() {
  if has curl; then
    printf '%s\n' "$request" | sed '/^$/q' |
      curl -q -sS -f -L --proto '=http,https' --globoff --max-redirs 10 --max-time 10 --max-filesize "$limit" -K -
  elif has wget; then
    printf '%s\n' "$request" | sed '1,/^$/d' | wget -q -T 10 -t 1 -O - -i -
  else
    echo 'the node has neither curl nor wget to get it with' >&2
    return 127
  fi
}

main() {
  request=$(base64 -d)
  report list get_list
  section end
}

main <<'STATIC_PODS_REQUEST'
@REQUEST@
STATIC_PODS_REQUEST
