#!/bin/sh
# in-root.sh BASE ROOT COMMAND…: COMMAND in ROOT, which has the base's /usr. For a mount
# namespace of its own.
set -eu
base=$1
root=$2
shift 2
mount --bind "$base/usr" "$root/usr"
exec chroot "$root" "$@"
