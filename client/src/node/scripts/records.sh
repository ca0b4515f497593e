# shellcheck shell=sh
# shellcheck disable=SC2034,SC2154 # the parts before and behind this one share its variables
# A part of reconcile.sh: what the node remembers of manifests beyond one transaction.
#
#   $state/deployed/NAME    path, sha256 and transaction of what was put there last, between tabs
#   $state/parked/NAME      a manifest that was taken out and is to come back

# Older remembrances of what has changed hands since are of no use, so nothing is synchronized here: after a crash of the
# machine a file may count as a stranger's, which keeps it from being pruned.
record_one() {
  record=$state/deployed/${path##*/}
  case $action in
    write)
      mkdir -p "$state/deployed" && printf '%s\t%s\t%s\n' "$path" "$new" "$id" > "$tx/record" && mv -f "$tx/record" "$record"
      # What comes back is not parked any more.
      [ "$unpark" != 1 ] || rm -f "$state/parked/${path##*/}"
      ;;
    remove | park) rm -f "$record" ;;
  esac
}

# --- Parking. A copy that is whole before the manifest goes.

parked_staged() {
  printf '%s/parked/.%s.%s' "$state" "${path##*/}" "$id"
}

stage_parked() {
  mkdir -p "$state/parked" && cp -a "$path" "$(parked_staged)" && sync_path "$(parked_staged)"
}

unstage_parked() {
  [ "$action" != park ] || rm -f "$(parked_staged)"
}

# Another one that is parked under this name is kept among the revisions.
commit_parked() {
  parked=$state/parked/${path##*/}
  if [ -e "$parked" ]; then
    save_revision "$parked" "$id-parked" || return 1
  fi
  mv -f "$(parked_staged)" "$parked" && sync_folder "$state/parked"
}

# The way back: what was parked before is parked again. A staged copy that is still there says that it never came to the
# commit; it is the clean-up's to remove, so that a second undoing sees it too.
undo_parked() {
  [ "$action" = park ] && [ ! -e "$(parked_staged)" ] || return 0
  parked=$state/parked/${path##*/}
  back=$state/parked/.${path##*/}.back
  earlier=$state/revisions/${path##*/}/$id-parked
  if [ -e "$earlier" ]; then
    cp -a "$earlier" "$back" && sync_path "$back" && mv -f "$back" "$parked"
  else
    rm -f "$parked"
  fi
}
