# shellcheck shell=bash disable=SC2154 # bed.sh holds what the parts share
# A newer containerd on one node: Debian's tells no container events. Sourced by bed.sh.

# node_containerd N new|old: ends the node's Pods, exchanges the runtime, and waits for the kubelet. Each runtime has a
# root of its own, so neither reads what the other wrote; manifests stay, and their Pods start anew.
node_containerd() {
  local node=$1 bin arguments=''
  case $2 in
    new)
      bin=$("$here/containerd/build.sh")
      install -m 755 "$bin/containerd" "$bin/containerd-shim-runc-v2" "$(node_own "$node")/bin/"
      arguments='--root /var/lib/containerd-new'
      ;;
    old) ;;
    *) usage ;;
  esac
  # shellcheck disable=SC2086 # two words or none
  node_ssh "$node" sh -s -- $arguments < "$here/lib/exchange-containerd.sh"
  until_true 90 node_healthy "$node" || fail "node $node: the kubelet is not healthy with another containerd"
}
