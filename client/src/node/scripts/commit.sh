# shellcheck shell=sh
# shellcheck disable=SC2034,SC2154 # the parts before and behind this one share its variables
# A part of reconcile.sh: making a transaction ready, and its commit.

fail() {
  event failed "$n" "$@"
  return 1
}

# --- Staging: nothing that the kubelet reads changes.

stage_one() {
  if [ -L "$path" ] || { [ -e "$path" ] && [ ! -f "$path" ]; }; then
    fail changed "it is no regular file any more"
  elif [ "$(checksum "$path")" != "$old" ]; then
    fail changed "it was changed on the node since it was looked at"
  elif [ -e "$path" ] && ! save_revision "$path" "$id"; then
    fail disk "a copy of the old file could not be made in $revisions: $(tail -n 1 "$tx/stderr")"
  elif [ "$action" = write ] && [ "$(checksum "$manifest.content")" != "$new" ]; then
    fail transfer "it did not arrive as it was sent"
  elif [ "$action" = write ] && ! stage "$manifest.content" "$path"; then
    fail disk "it could not be written beside the manifest: $(tail -n 1 "$tx/stderr")"
  elif [ "$action" = write ] && [ "$(checksum "$staged")" != "$new" ]; then
    fail disk "what was written differs from what was sent"
  elif [ -e "$path" ] && ! keep "$path"; then
    fail disk "a second name for the old file could not be made: $(tail -n 1 "$tx/stderr")"
  elif [ "$action" = park ] && ! stage_parked; then
    fail disk "it could not be copied to $state/parked: $(tail -n 1 "$tx/stderr")"
  else
    event staged "$n" "$path"
  fi
}

unstage_one() {
  rm -f "$(staged_name "$path")" "$(kept_name "$path")"
  unstage_parked
}

# --- Commit: one rename a manifest.

# announce_commit: what is needed to undo it outlives a power cut from here on. Fails, with all as it was, where that
# can't be written down: who takes this up after a crash would not know of the commit.
announce_commit() {
  now > "$tx/committed.before"
  set --
  for needed in "$tx"/*request "$tx/committed.before" "$tx"/before/*; do
    [ ! -f "$needed" ] || set -- "$@" "$needed"
  done
  sync_paths "$@" "$tx" "$state/transactions"
  step committing && return
  event failed 0 disk "a step could not be written down in $tx: make room there"
  each unstage_one
  finish unchanged
  return 1
}

commit_one() {
  if [ "$(checksum "$path")" != "$old" ]; then
    fail changed "it was changed on the node since it was looked at" || return 1
  fi
  case $action in
    write) mv -f "$(staged_name "$path")" "$path" ;;
    # In this order it is always in one of the two places.
    park) commit_parked && rm -f "$path" ;;
    remove | restart) rm -f "$path" ;;
  esac || fail disk "the rename failed: $(tail -n 1 "$tx/stderr")" || return 1
  event committed "$n" "$path"
}

commit() {
  each commit_one || return 1
  sync_folder "${path%/*}"
}
