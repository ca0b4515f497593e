# shellcheck shell=sh
# shellcheck disable=SC2034 # the parts behind this one read its variables
# A part of the scripts that run on a node: where things are on it.
#
# STATIC_PODS_ROOT is set on a demo node only: its /proc and /var/lib/static-pods lie there. Every program (systemctl,
# journalctl, crictl, curl) is looked up in PATH first, so that a demo node can bring its own.

root=${STATIC_PODS_ROOT:-}
# What this product keeps on the node: outside of what the kubelet reads.
state=$root/var/lib/static-pods
PATH=$PATH:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
export PATH

has() {
  command -v "$1" > /dev/null 2>&1
}

# read_clock: $clock is the seconds since 1970, with a fraction where date knows one, and $zone is +hhmm.
# shellcheck disable=SC2034 # not every script that has this part asks for both
read_clock() {
  clock=$(date '+%s.%N %z')
  zone=${clock##* } clock=${clock%% *}
  case $clock in
    *[!0-9.]* | *.) clock=${clock%%.*} ;;
    *) clock=${clock%???} ;;
  esac
}

# read_ticks: $ticks is how many seconds this machine has run, which no setting of its clock changes.
# shellcheck disable=SC2034 # not every script that has this part asks for it
read_ticks() {
  { read -r ticks _ < /proc/uptime; } 2> /dev/null || ticks=$(date +%s)
  ticks=${ticks%%.*}
}

now() {
  read_clock
  echo "$clock"
}
