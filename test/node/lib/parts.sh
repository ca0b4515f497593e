# shellcheck shell=bash disable=SC2034,SC2154 # bed.sh holds what the parts share
# What the nodes are made of: packages, the base root filesystem, the kubelet,
# crictl, images, keys. Everything is kept in .cache and made once. Sourced by bed.sh.

suite=bookworm
packages=systemd,systemd-sysv,dbus,openssh-server,sudo,containerd,runc,containernetworking-plugins,iproute2,procps,ca-certificates,curl,busybox-static

prepare_parts() {
  [ -d /sys/fs/cgroup/cpuset ] ||
    fail 'this machine has no cgroup v1 hierarchies; the bed was only made to work there (kubelet: cgroupRoot /nodeN)'
  install_packages
  prepare_keys
  prepare_base &
  local base_job=$!
  # The longest step of a first run, beside the second longest.
  kubelet=$("$repository/test/kubelet/build.sh" kubelet)
  prepare_crictl
  wait "$base_job"
  prepare_images
  # What a node is made of, but for its programs: while this stays the same, a node that
  # runs is left alone.
  parts_sum=$({
    sha256sum "$keys"/*.pub "$keys/password" "$bed"/images/*.sha256 "$here/lib/node.sh" "$here/lib/make-users.sh"
    find "$here/rootfs" -type f -print0 | LC_ALL=C sort -z | xargs -0 sha256sum
  } | sha256sum)
}

# made_of NAME FILE…: true if NAME was made of these very files; `made NAME FILE…` says that it is now.
made_of() {
  [ "$(cat "$bed/$1.made" 2> /dev/null)" = "$(sum_of "${@:2}")" ]
}

made() {
  sum_of "${@:2}" > "$bed/$1.made"
}

sum_of() {
  { go env GOVERSION; cat "$@"; } | sha256sum
}

prepare_images() {
  made_of images "$base/bin/busybox" "$here"/images/*.sh && return
  "$here/images/build.sh" "$base/bin/busybox" "$bed/images"
  made images "$base/bin/busybox" "$here"/images/*.sh
}

install_packages() {
  local wanted=() program
  declare -A package_of=(
    [systemd-nspawn]=systemd-container [debootstrap]=debootstrap [ip]=iproute2
    [ssh]=openssh-client [ssh-keygen]=openssh-client [jq]=jq [curl]=curl [nsenter]=util-linux
  )
  for program in "${!package_of[@]}"; do
    command -v "$program" > /dev/null || wanted+=("${package_of[$program]}")
  done
  [ ${#wanted[@]} -gt 0 ] || return 0
  say "installing ${wanted[*]}"
  apt-get -o DPkg::Lock::Timeout=300 update -q > "$bed/apt.log" 2>&1 || true
  DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300 install -y --no-install-recommends \
    "${wanted[@]}" >> "$bed/apt.log" 2>&1 || fail "apt could not install ${wanted[*]}; see $bed/apt.log"
}

prepare_base() {
  local started=$EPOCHREALTIME
  [ ! -d "$base" ] || return 0
  say "debootstrap $suite (about 2 minutes, once)"
  rm -rf --one-file-system "$base.partial"
  # debootstrap mounts /proc and more inside; cut off, it would leave them there.
  unshare --mount debootstrap --variant=minbase --include="$packages" "$suite" "$base.partial" > "$bed/debootstrap.log" 2>&1 ||
    fail "debootstrap failed; see $bed/debootstrap.log"
  # What no node of the bed reads: every node is a copy of this folder.
  rm -rf "$base.partial"/var/cache/apt/archives/*.deb "$base.partial"/var/lib/apt/lists/* \
    "$base.partial"/usr/share/{doc,man,locale}/*
  # Two nodes with one host key or one machine id would be one machine.
  rm -f "$base.partial"/etc/ssh/ssh_host_*
  mv "$base.partial" "$base"
  say "debootstrap took $(since "$started") s"
}

prepare_crictl() {
  local real
  real=$(command -v crictl || true)
  if [ -n "$real" ]; then
    crictl=$real
    crictl_part="real $("$real" --version | awk '{ print $NF }') from PATH"
    return
  fi
  crictl_part='stand-in (test/node/crictl): no crictl in PATH'
  [ -x "$crictl" ] && made_of crictl "$here"/crictl/*.go "$here"/crictl/go.* && return
  mkdir -p "${crictl%/*}"
  say 'building the stand-in for crictl'
  (cd "$here/crictl" && CGO_ENABLED=0 nice go build -buildvcs=false -trimpath -ldflags '-s -w' -o "$crictl" .)
  made crictl "$here"/crictl/*.go "$here"/crictl/go.*
}

# One key that opens at once and one behind a passphrase; passwords for the users
# that have one. New for each checkout, never committed.
prepare_keys() {
  mkdir -p "$keys"
  [ -f "$keys/id_ed25519" ] || ssh-keygen -q -t ed25519 -N '' -C bed -f "$keys/id_ed25519"
  [ -f "$keys/passphrase" ] || secret > "$keys/passphrase"
  [ -f "$keys/password" ] || secret > "$keys/password"
  [ -f "$keys/id_ed25519_passphrase" ] ||
    ssh-keygen -q -t ed25519 -N "$(< "$keys/passphrase")" -C bed-passphrase -f "$keys/id_ed25519_passphrase"
}

secret() {
  od -An -N12 -tx1 /dev/urandom | tr -d ' \n'
}
