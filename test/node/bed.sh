#!/usr/bin/env bash
# The bed: real nodes for tests on this machine. README.md beside it says what is real.
#   bed.sh up [--nodes N]       bring N nodes up (2), write .cache/node/bed.json
#   bed.sh down [--purge] [N…]  end all nodes, or these; --purge also drops their folders
#   bed.sh status               what runs
#   bed.sh ssh N [COMMAND…]     log in to node N as root
#   bed.sh link N up|down       plug or cut node N's network
#   bed.sh image N ARCHIVE      import an image archive into node N
#   bed.sh containerd N new|old give node N a containerd that tells events, or Debian's again
set -euo pipefail
# A daemon that this script starts must not keep the caller's modes.
umask 022

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
repository=$(cd "$here/../.." && pwd)
bed=$repository/.cache/node
base=$bed/base
keys=$bed/keys
known_hosts=$bed/known_hosts
crictl=$repository/.cache/bin/crictl/crictl
# Beds of several checkouts stand side by side on one machine: each takes nine numbers of its own.
first=${BED_FIRST:-1}

# shellcheck source-path=SCRIPTDIR source=lib/log.sh
. "$here/lib/log.sh"
# shellcheck source-path=SCRIPTDIR source=lib/parts.sh
. "$here/lib/parts.sh"
# shellcheck source-path=SCRIPTDIR source=lib/network.sh
. "$here/lib/network.sh"
# shellcheck source-path=SCRIPTDIR source=lib/node.sh
. "$here/lib/node.sh"
# shellcheck source-path=SCRIPTDIR source=lib/containerd.sh
. "$here/lib/containerd.sh"
# shellcheck source-path=SCRIPTDIR source=lib/report.sh
. "$here/lib/report.sh"

usage() {
  sed -n '3,9s/^#   //p' "$here/bed.sh" >&2
  exit 2
}

# Every node that has a folder, a namespace or a process here, in order; only those of this bed's nine numbers.
known_nodes() {
  {
    find "$bed" -maxdepth 1 -type d -name 'n[1-9]*' -printf '%f\n' 2>/dev/null || true
    ip netns list | cut -d' ' -f1 | grep -E '^n[1-9][0-9]*$' || true
  } | sed 's/^n//' | sort -nu | awk -v first="$first" '$1 >= first && $1 < first + 9'
}

up() {
  local nodes=2 node
  while [ $# -gt 0 ]; do
    case $1 in
      --nodes) nodes=${2:-}; shift ;;
      --nodes=*) nodes=${1#*=} ;;
      *) usage ;;
    esac
    shift
  done
  [[ $nodes =~ ^[1-9]$ ]] || usage
  prepare_parts
  for ((node = first; node < first + nodes; node++)); do
    node_up "$node"
    # After each node: whoever waits for the file may start with the first.
    write_bed_json
  done
  print_parts
}

down() {
  local purge='' node nodes=()
  while [ $# -gt 0 ]; do
    case $1 in
      --purge) purge=yes ;;
      [1-9] | [1-9][0-9]) nodes+=("$1") ;;
      *) usage ;;
    esac
    shift
  done
  [ ${#nodes[@]} -gt 0 ] || mapfile -t nodes < <(known_nodes)
  # Before the nodes: whoever reads it must not find a node that is gone.
  forget_nodes "${nodes[@]}"
  for node in "${nodes[@]}"; do
    node_down "$node"
    [ -z "$purge" ] || rm -rf --one-file-system "${bed:?}/n$node"
  done
}

status() {
  local node
  for node in $(known_nodes); do
    node_status "$node"
  done
}

[ "$(id -u)" = 0 ] || fail 'the bed needs root: it boots machines and makes network namespaces'
command=${1:-}
[ $# -eq 0 ] || shift
mkdir -p "$bed"
case $command in
  up | down)
    # One at a time; the nodes must not inherit the lock.
    exec 9> "$bed/lock"
    flock 9
    "$command" "$@"
    ;;
  status) status ;;
  ssh) [ $# -ge 1 ] || usage; node_ssh "$@" ;;
  link) [ $# -eq 2 ] || usage; ip link set "$(link_name "$1")" "$2" ;;
  image) [ $# -eq 2 ] || usage; node_ssh "$1" ctr -n k8s.io images import - < "$2" ;;
  containerd) [ $# -eq 2 ] || usage; node_containerd "$@" ;;
  *) usage ;;
esac
