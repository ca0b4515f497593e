# shellcheck shell=sh
# shellcheck disable=SC2034,SC2154 # the parts before and behind this one share its variables
# A part of the scripts that run on a node: files that must be whole after a crash.

# Where copies of what was there before lie.
revisions=$state/revisions

# The kubelet passes over names that begin with a dot, and a rename within one folder is atomic: so what is being made,
# and what may have to come back, lies beside the manifest under such a name.
staged_name() {
  printf '%s/.%s.static-pods-new' "${1%/*}" "${1##*/}"
}
kept_name() {
  printf '%s/.%s.static-pods-old' "${1%/*}" "${1##*/}"
}

# Older sync knows no operands and writes everything; busybox may know none either.
sync_path() {
  sync "$1" 2> /dev/null || dd if=/dev/null of="$1" conv=notrunc,fsync 2> /dev/null || sync
}
sync_paths() {
  sync "$@" 2> /dev/null || for one in "$@"; do sync_path "$one"; done
}
sync_folder() {
  sync "$1" 2> /dev/null || sync
}

checksum() {
  if [ -e "$1" ]; then
    sum=$(sha256sum < "$1") && printf '%s' "${sum%% *}"
  else
    printf '-'
  fi
}

# stage CONTENT PATH: what is to be renamed to PATH. It has the owner, mode, times' place and SELinux context of what is
# there; a new file is root's alone.
stage() {
  staged=$(staged_name "$2")
  rm -f "$staged" || return 1
  if [ -e "$2" ]; then
    cp -a "$2" "$staged" 2> /dev/null || cp -p "$2" "$staged" || return 1
    if has chcon; then
      # Fails where there is no SELinux, which is no fault.
      chcon --reference="$2" "$staged" 2> /dev/null
    fi
  else
    (umask 077 && : > "$staged") || return 1
  fi
  # Into the same inode: what was copied above stays.
  cat "$1" > "$staged" && sync_path "$staged"
}

# keep PATH: a second name for what is there, so that going back is one rename and can't lack space.
keep() {
  kept=$(kept_name "$1")
  rm -f "$kept" || return 1
  ln "$1" "$kept" 2> /dev/null || { cp -a "$1" "$kept" && sync_path "$kept"; }
}

# save_revision PATH ID: a copy that outlives the transaction; the twenty newest of each file stay.
save_revision() {
  folder=$revisions/${1##*/}
  mkdir -p "$folder" || return 1
  cp -a "$1" "$folder/$2" && sync_path "$folder/$2" || return 1
  # By the node's clock: the names begin with the time of clients, whose clocks may be anywhere. This one stays.
  # shellcheck disable=SC2010,SC2012 # this script made the names: no line ends in them
  ls -1tc "$folder" | grep -vxF -e "$2" | tail -n +20 | while IFS= read -r revision; do
    rm -f "$folder/$revision"
  done
}
