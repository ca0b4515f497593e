# shellcheck shell=bash disable=SC2034,SC2154 # bed.sh holds what the parts share
# What there is and which of it is real: bed.json and the closing words. Sourced by bed.sh.

# The nodes that run: the tests' only way to know the bed.
write_bed_json() {
  local node described=()
  for node in $(known_nodes); do
    ! node_runs "$node" || described+=("$(describe_node "$node")")
  done
  printf '%s\n' "${described[@]}" | jq -s \
    --arg kubelet "real $("$kubelet" --version | awk '{ print $2 }')" \
    --arg containerd "real $(node_version containerd), Debian $suite" \
    --arg runc "real $(node_version runc), Debian $suite" \
    --arg crictl "$crictl_part" \
    '{nodes: ., parts: {
      kernel: "the machine'\''s own, shared by all nodes", systemd: "real", sshd: "real",
      kubelet: $kubelet, containerd: $containerd, runc: $runc, crictl: $crictl,
      images: "stand-in: busybox, nginx and pause made of Debian'\''s busybox"}}' > "$bed/bed.json.new"
  mv "$bed/bed.json.new" "$bed/bed.json"
}

node_version() {
  sed -n "/^Package: $1\$/,/^\$/s/^Version: //p" "$base/var/lib/dpkg/status"
}

describe_node() {
  # Tests know the nodes as n1, n2 …, whatever numbers the bed was given.
  jq -n --arg name "n$(($1 - first + 1))" --arg namespace "n$1" --arg host "$(node_address "$1")" --arg nodeName "$(node_name "$1")" \
    --arg link "$(link_name "$1")" --arg keys "$keys" --arg knownHosts "$known_hosts" \
    --rawfile password "$keys/password" --rawfile passphrase "$keys/passphrase" \
    '($keys + "/id_ed25519") as $identity | {
      name: $name, nodeName: $nodeName, host: $host, port: 22, user: "root",
      identity: $identity, knownHosts: $knownHosts,
      encryptedIdentity: {identity: ($keys + "/id_ed25519_passphrase"), passphrase: $passphrase},
      networkNamespace: $namespace, link: $link,
      users: {
        root: {identity: $identity, sudo: "not needed"},
        ops: {identity: $identity, password: $password, sudo: "without password"},
        opspw: {identity: $identity, password: $password, sudo: "with password"},
        opskbd: {password: $password, sudo: "without password", authentication: "keyboard-interactive only"},
        plain: {identity: $identity, password: $password, sudo: "none"}
      }}'
}

# forget_nodes NODE…: takes them out of bed.json, which goes with the last.
forget_nodes() {
  [ -e "$bed/bed.json" ] || return 0
  jq '.nodes |= map(select(.networkNamespace | IN($ARGS.positional[]) | not))' "$bed/bed.json" --args "${@/#/n}" > "$bed/bed.json.new"
  if jq -e '.nodes == []' "$bed/bed.json.new" > /dev/null; then
    rm "$bed/bed.json.new" "$bed/bed.json"
  else
    mv "$bed/bed.json.new" "$bed/bed.json"
  fi
}

print_parts() {
  jq -r '"bed: nodes: " + ([.nodes[] | .nodeName + " at " + .host] | join(", ")),
    (.parts | to_entries[] | "bed: " + .key + ": " + .value)' "$bed/bed.json"
  say "log in: test/node/bed.sh ssh $first, or ssh -F /dev/null -i $keys/id_ed25519 -o UserKnownHostsFile=$known_hosts root@$(node_address "$first")"
}
