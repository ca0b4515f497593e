# shellcheck shell=bash disable=SC2034,SC2154 # bed.sh holds what the parts share
# Node N lives in the network namespace nN at 10.203.N.2; the machine is 10.203.N.1.
# Sourced by bed.sh.

node_address() { echo "10.203.$1.2"; }

link_name() { echo "bed$1"; }

# Takes over what a run that was cut off left: each step is made only where it is missing.
network_up() {
  local node=$1 link inside=eth0
  link=$(link_name "$node")
  ip netns list | grep -qE "^n$node( |$)" || ip netns add "n$node"
  if ! ip link show "$link" > /dev/null 2>&1 || ! ip -n "n$node" link show "$inside" > /dev/null 2>&1; then
    ip link del "$link" 2> /dev/null || true
    ip -n "n$node" link del "$inside" 2> /dev/null || true
    # Another name for the machine's end may still hold the address.
    local other
    for other in $(ip -o addr show to "10.203.$node.1/32" | awk '{ print $2 }'); do ip link del "$other"; done
    ip link add "$link" type veth peer name "$inside" netns "n$node"
  fi
  ip addr replace "10.203.$node.1/30" dev "$link"
  ip link set "$link" up
  ip -n "n$node" addr replace "$(node_address "$node")/30" dev "$inside"
  ip -n "n$node" link set lo up
  ip -n "n$node" link set "$inside" up
  # Nodes reach one another through the machine, and nothing else: forwarding is
  # switched on for these links alone.
  ip -n "n$node" route replace 10.203.0.0/16 via "10.203.$node.1"
  echo 1 > "/proc/sys/net/ipv4/conf/$link/forwarding"
}

network_down() {
  local node=$1
  ip link del "$(link_name "$node")" 2> /dev/null || true
  ip netns del "n$node" 2> /dev/null || true
}
