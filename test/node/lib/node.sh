# shellcheck shell=bash disable=SC2034,SC2154 # bed.sh holds what the parts share
# One node: its root filesystem, its boot, its end. Sourced by bed.sh.

node_name() { echo "my-node$1"; }

node_root() { echo "$bed/n$1/rootfs"; }

node_own() { echo "$bed/n$1/local"; }

node_ssh() {
  local node=$1
  shift
  # </dev/null only where nothing is fed in: `bed.sh image` sends an archive.
  ssh -F /dev/null -i "$keys/id_ed25519" -o IdentitiesOnly=yes -o BatchMode=yes -o LogLevel=ERROR \
    -o ConnectTimeout=5 -o StrictHostKeyChecking=yes -o UserKnownHostsFile="$known_hosts" \
    "root@$(node_address "$node")" "$@"
}

# The systemd-nspawn processes in the node's network namespace, whoever started them.
node_processes() {
  local namespace pid
  namespace=$(stat -Lc %i "/run/netns/n$1" 2> /dev/null) || return 0
  for pid in $(pgrep -x systemd-nspawn || true); do
    [ "$(stat -Lc %i "/proc/$pid/ns/net" 2> /dev/null)" != "$namespace" ] || echo "$pid"
  done
}

# The node of this checkout, not one that another left behind.
node_runs() {
  local pid
  for pid in $(node_processes "$1"); do
    ! tr '\0' '\n' < "/proc/$pid/cmdline" | grep -qxF -- "--directory=$(node_root "$1")" || return 0
  done
  return 1
}

node_up() {
  local node=$1 started=$EPOCHREALTIME booted
  network_up "$node"
  ! node_runs "$node" || node_programs "$node"
  if node_runs "$node" && [ "$(cat "$bed/n$node/inputs" 2> /dev/null)" = "$parts_sum" ] &&
    until_true 30 node_healthy "$node"; then
    say "node $node: up already"
    return
  fi
  node_end "$node"
  node_provision "$node"
  say "node $node: root filesystem took $(since "$started") s"
  booted=$EPOCHREALTIME
  node_boot "$node"
  until_true 60 node_ssh "$node" true < /dev/null ||
    fail "node $node does not answer ssh; see $bed/n$node/console.log"
  say "node $node: booted to ssh in $(since "$booted") s"
  until_true 90 node_healthy "$node" ||
    fail "node $node: the kubelet is not healthy; ask: test/node/bed.sh ssh $node journalctl -u kubelet -n 50"
  say "node $node: kubelet healthy after $(since "$booted") s"
  echo "$parts_sum" > "$bed/n$node/inputs"
}

node_healthy() {
  # shellcheck disable=SC2016 # for the node's shell
  node_ssh "$1" 'test "$(curl -sf http://127.0.0.1:10248/healthz)" = ok && crictl info' < /dev/null
}

# Programs are exchanged under a node that runs: no reason to boot it.
node_programs() {
  local node=$1 program bin
  bin=$(node_own "$node")/bin
  for program in "$kubelet" "$crictl"; do
    ! cmp -s "$program" "$bin/${program##*/}" || continue
    install -m 755 "$program" "$bin/.new"
    mv "$bin/.new" "$bin/${program##*/}"
    [ "$program" != "$kubelet" ] || ! node_runs "$node" || node_ssh "$node" systemctl restart kubelet < /dev/null
  done
}

# A fresh copy of the base with this node's files: nothing of an earlier run is left in it.
# /usr stays the base's own, read-only; /usr/local is the node's.
node_provision() {
  local node=$1 root own file target
  root=$(node_root "$node")
  own=$(node_own "$node")
  mkdir -p "$bed/n$node/ssh"
  rm -rf --one-file-system "$root" "$own"
  mkdir -p "$root/usr" "$own/bin"
  # systemd-nspawn looks for it before it mounts anything.
  install -D -m 644 "$base/usr/lib/os-release" "$root/usr/lib/os-release"
  find "$base" -mindepth 1 -maxdepth 1 ! -name usr -exec cp -a --reflink=auto -t "$root" {} +

  while IFS= read -r file; do
    target=${file#"$here/rootfs/"}
    case $target in
      usr/local/*) target=$own/${target#usr/local/} ;;
      *) target=$root/$target ;;
    esac
    mkdir -p "$(dirname "$target")"
    sed -e "s/@NODE@/$node/g" -e "s/@NODE_NAME@/$(node_name "$node")/g" -e "s/@ADDRESS@/$(node_address "$node")/g" \
      "$file" > "$target"
  done < <(find "$here/rootfs" -type f)
  chmod 755 "$own"/lib/bed/*
  chmod 440 "$root/etc/sudoers.d/bed"

  node_programs "$node"
  mkdir -p "$root/var/lib/bed/images" "$root/etc/kubernetes/manifests"
  cp "$bed"/images/*.tar "$bed"/images/*.sha256 "$root/var/lib/bed/images/"
  ln -s /etc/systemd/system/kubelet.service "$root/etc/systemd/system/multi-user.target.wants/"
  ln -s /etc/systemd/system/bed-images.service "$root/etc/systemd/system/multi-user.target.wants/"

  node_name "$node" > "$root/etc/hostname"
  printf '127.0.0.1 localhost\n%s %s\n' "$(node_address "$node")" "$(node_name "$node")" > "$root/etc/hosts"
  node_name "$node" | md5sum | cut -d' ' -f1 > "$root/etc/machine-id"
  : > "$root/etc/resolv.conf"
  node_users "$root"
  node_host_keys "$node"
}

node_users() {
  cat "$keys"/*.pub | in_root "$1" sh -eu -c "$(< "$here/lib/make-users.sh")" make-users "$(< "$keys/password")"
}

# in_root ROOT COMMAND…: runs COMMAND in the root filesystem. The mount of /usr lives in
# a namespace of its own, so nothing is left when COMMAND is cut off.
in_root() {
  unshare --mount sh -eu "$here/lib/in-root.sh" "$base" "$@"
}

# The host keys outlive the root filesystem, so a node stays the same host.
node_host_keys() {
  local node=$1 kept=$bed/n$1/ssh root type
  root=$(node_root "$node")
  for type in rsa ecdsa ed25519; do
    [ -f "$kept/ssh_host_${type}_key" ] ||
      ssh-keygen -q -t "$type" -N '' -C "$(node_name "$node")" -f "$kept/ssh_host_${type}_key"
  done
  install -m 600 "$kept"/ssh_host_*_key "$root/etc/ssh/"
  install -m 644 "$kept"/ssh_host_*_key.pub "$root/etc/ssh/"
  # Read from the root filesystem, not from the network: nobody can stand in between.
  {
    grep -v "^$(node_address "$node") " "$known_hosts" 2> /dev/null || true
    sed "s/^\([^ ]* [^ ]*\).*/$(node_address "$node") \1/" "$root"/etc/ssh/ssh_host_*_key.pub
  } > "$known_hosts.new"
  mv "$known_hosts.new" "$known_hosts"
}

# Each systemd gets a cgroup of its own in the hierarchies that systemd rules;
# started side by side they would share one.
node_boot() {
  local node=$1 hierarchy cgroup
  (
    for hierarchy in systemd unified; do
      cgroup=/sys/fs/cgroup/$hierarchy
      [ -d "$cgroup" ] || continue
      mkdir -p "$cgroup/bed$node"
      echo "$BASHPID" > "$cgroup/bed$node/cgroup.procs"
    done
    # `ip netns exec` would hide the cgroup mounts.
    exec setsid nsenter --net="/run/netns/n$node" systemd-nspawn \
      --directory="$(node_root "$node")" --machine="$(node_name "$node")" \
      --bind-ro="$base/usr:/usr" --bind="$(node_own "$node"):/usr/local" \
      --register=no --keep-unit --boot --capability=all --system-call-filter='@keyring bpf' \
      --resolv-conf=off --timezone=off --link-journal=no \
      > "$bed/n$node/console.log" 2>&1 < /dev/null 9>&-
  ) &
}

# Ends whatever lives in the node's namespace, also what a run that was cut off left.
node_end() {
  local node=$1 pid child
  for pid in $(node_processes "$node"); do
    say "node $node: ending systemd-nspawn $pid"
    # Its one child is the node's first process: with it everything in the node ends at once,
    # where a shutdown waits up to 90 s for the Pods.
    for child in $(pgrep -P "$pid" || true); do kill -KILL "$child" 2> /dev/null || true; done
    until_true 10 test ! -d "/proc/$pid" || kill -KILL "$pid" 2> /dev/null || true
  done
  for pid in $(ip netns pids "n$node" 2> /dev/null || true); do
    kill -KILL "$pid" 2> /dev/null || true
  done
  until_true 10 remove_cgroups "$node" || say "node $node: some cgroups could not be removed"
}

remove_cgroups() {
  local cgroup left=0
  for cgroup in /sys/fs/cgroup/*/node"$1" /sys/fs/cgroup/*/bed"$1"; do
    [ ! -d "$cgroup" ] || find "$cgroup" -depth -type d -exec rmdir {} + || left=1
  done
  return "$left"
}

node_down() {
  node_end "$1"
  network_down "$1"
  rm -f "$bed/n$1/inputs"
}

node_status() {
  if ! node_runs "$1"; then
    echo "node $1: down"
  elif node_healthy "$1" > /dev/null 2>&1; then
    echo "node $1: up, $(node_name "$1") at $(node_address "$1"), $(node_ssh "$1" kubelet --version < /dev/null) healthy"
  else
    echo "node $1: up, but its kubelet, its runtime or ssh does not answer"
  fi
}
