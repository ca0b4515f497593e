#!/bin/sh
# Loads every image archive of the bed that is not loaded yet into the CRI's namespace.
set -eu
for archive in /var/lib/bed/images/*.tar; do
  [ -e "$archive" ] || continue
  if ! cmp -s "$archive.sha256" "$archive.loaded"; then
    ctr -n k8s.io images import "$archive"
    cp "$archive.sha256" "$archive.loaded"
  fi
done
