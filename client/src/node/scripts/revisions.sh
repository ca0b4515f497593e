#!/bin/sh
# Tells what manifests were before transactions changed them:   sh -s -- [NAME]
#
# places.sh and sections.sh stand before this text. Each is a section `revision`: the manifest's file name and the
# transaction's id as words, then the bytes.
# shellcheck disable=SC2154 # state is set in places.sh

for folder in "$state"/revisions/*; do
  if [ -d "$folder" ] && { [ -z "${1:-}" ] || [ "${folder##*/}" = "$1" ]; }; then
    for file in "$folder"/*; do
      if [ -f "$file" ]; then
        section revision
        words "${folder##*/}" "${file##*/}"
        cat "$file"
      fi
    done
  fi
done
section end
