#!/bin/sh
# Looks at a published list, or writes it.
#
#   sh -s -- path=PATH                                look: sections `state` (words: `there`, `missing` or `other`;
#                                                     `writable` or `no`; `folder` or `no`), `content`
#   sh -s -- path=PATH old=SHA256|- new=SHA256        write what stands at the end, in base64, if `old` is still there
#
# places.sh, sections.sh and files.sh stand before this text. A web server never hands out half a list: it is written
# beside, synchronized and renamed. The list of before stays beside it as .NAME.static-pods-old.
# shellcheck disable=SC2154 # staged is set in files.sh

path='' old='' new=''
for argument in "$@"; do
  case $argument in
    path=*) path=${argument#*=} ;;
    old=*) old=${argument#*=} ;;
    new=*) new=${argument#*=} ;;
  esac
done
umask 022

look() {
  section state
  there=missing
  if [ -f "$path" ]; then there=there; elif [ -e "$path" ]; then there=other; fi
  writable=no
  if [ -w "${path%/*}" ] && { [ ! -e "$path" ] || [ -w "$path" ]; }; then writable=writable; fi
  folder=no
  [ ! -d "${path%/*}" ] || folder=folder
  words "$there" "$writable" "$folder"
  section content
  [ "$there" != there ] || cat "$path"
  section end
}

die() {
  rm -f "$(staged_name "$path")" "$content"
  echo "$1" >&2
  exit 1
}

write() {
  content=$(mktemp) || die 'there is no place for a temporary file'
  base64 -d > "$content"
  [ "$(checksum "$content")" = "$new" ] || die 'the list did not arrive whole; nothing was changed'
  [ "$(checksum "$path")" = "$old" ] || die 'it was changed since it was looked at; nothing was changed'
  was_there=
  [ ! -e "$path" ] || was_there=1
  said=$(stage "$content" "$path" 2>&1) || die "it could not be written: $said"
  # A web server reads it as another user.
  if [ -z "$was_there" ]; then
    chmod 644 "$(staged_name "$path")" || die 'its mode could not be set'
  else
    keep "$path" || die 'the list of before could not be kept'
  fi
  mv -f "$(staged_name "$path")" "$path" || die 'the rename failed'
  sync_folder "${path%/*}"
  rm -f "$content"
}

main() {
  if [ -n "$new" ]; then write; else look; fi
}

main <<'STATIC_PODS_LIST'
@LIST@
STATIC_PODS_LIST
