#!/bin/sh
# Tells all that this node still knows of one Pod's past, in one round trip: every attempt of its containers, its
# sandboxes, and what the kubelet's journal says of it.
#
#   sh -s -- namespace=NS pod=NAME crictl=PATH [runtimeEndpoint=URL] [unit=UNIT] [paths=FILE] [since=SECONDS]
#
# sections.sh, places.sh and crictl.sh stand before this text; sections.sh says how to read what is printed. `paths`
# may be given several times: manifests of the Pod. It only reads.
# shellcheck disable=SC2034 # crictl and endpoint are for crictl.sh

namespace='' pod='' crictl='' endpoint='' unit='' since='' patterns=''
for setting in "$@"; do
  value=${setting#*=}
  case $setting in
    namespace=*) namespace=$value ;;
    pod=*) pod=$value ;;
    crictl=*) crictl=$value ;;
    runtimeEndpoint=*) endpoint=$value ;;
    unit=*) unit=$value ;;
    since=*) since=$value ;;
    paths=*) patterns="$patterns
$value" ;;
  esac
done
LC_ALL=C
export LC_ALL
# Behind `3`, what a command prints passes by the substitution that catches its errors.
exec 3>&1

section machine
words "time=$(now)" "zone=$(date +%z)"

labels="--label io.kubernetes.pod.namespace=$namespace --label io.kubernetes.pod.name=$pod"
# Names of Pods and namespaces hold nothing that the shell would split or expand.
# shellcheck disable=SC2086
report crictl.pods run_crictl pods -o json $labels
# shellcheck disable=SC2086
report crictl.ps run_crictl ps -a -o json $labels
# shellcheck disable=SC2086
for id in $(run_crictl ps -a -q $labels 2> /dev/null | head -n 60); do
  report crictl.inspect run_crictl inspect -o json "$id"
done

# The last lines of the newest container that has ended: often the whole story. crictl lists the newest first.
# shellcheck disable=SC2086
ended=$(run_crictl ps -a -q --state exited $labels 2> /dev/null | head -n 1)
[ -z "$ended" ] || report crictl.logs run_crictl logs --tail 12 "$ended"

# The kubelet's entries that name the Pod or its manifest. Lines: time in seconds, blank, entry.
journal() {
  patterns="$namespace/$pod$patterns"
  journalctl -q --no-pager -o short-unix -u "$unit" --since "@$since" |
    grep -F -e "$patterns" | tail -n 1500 | sed -e 's/^\([0-9.]*\) [^:]*: /\1 /'
}
if has journalctl && [ -n "$unit" ]; then
  report journal journal
fi
section end
