#!/bin/sh
# Gives the kubelet what systemd-nspawn holds back: prepare-kubelet.sh N.
set -eu
node=$1

# The kubelet's OOM watcher opens /dev/kmsg and gives up without it.
ln -sf /dev/null /dev/kmsg

# Every kubelet sets these and ends where it can't. They are the whole machine's,
# not the node's: the kubelet finds them set already and the machine keeps its own.
pretend() {
  mountpoint -q "/proc/sys/$1" && return
  mkdir -p "/run/bed/${1%/*}"
  echo "$2" > "/run/bed/$1"
  mount --bind "/run/bed/$1" "/proc/sys/$1"
}
pretend vm/overcommit_memory 1
pretend kernel/panic 10
pretend kernel/panic_on_oops 1

# The network's settings do belong to the node; CNI plugins write there.
if ! mountpoint -q /proc/sys/net; then
  mount --bind /proc/sys/net /proc/sys/net
  mount -o remount,rw,bind /proc/sys/net
fi

# nspawn mounts the controllers read-only.
for controller in /sys/fs/cgroup/*; do
  # cpu, cpuacct and the like may be links to one another.
  if [ -d "$controller" ] && [ ! -L "$controller" ]; then
    mount -o remount,rw,bind "$controller"
    mkdir -p "$controller/node$node"
  fi
done

# A new cpuset is empty, and an empty cpuset takes no process.
for setting in cpus mems; do
  cat "/sys/fs/cgroup/cpuset/cpuset.$setting" > "/sys/fs/cgroup/cpuset/node$node/cpuset.$setting"
done
