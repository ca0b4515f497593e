# shellcheck shell=sh
# shellcheck disable=SC2034,SC2154 # the parts before and behind this one share its variables
# A part of reconcile.sh: the way back.

# Each manifest is what it was, or what somebody else made of it since.

undo_one() {
  rm -f "$(staged_name "$path")"
  kept=$(kept_name "$path")
  current=$(checksum "$path")
  if [ "$current" = "$old" ]; then
    rm -f "$kept"
  elif [ "$current" != "$(committed_checksum)" ]; then
    rm -f "$kept"
    leave_alone 'left as it is: somebody else changed it meanwhile'
    return
  elif [ "$old" = - ]; then
    rm -f "$path"
  else
    # After a crash of the machine the second name may be lost; the copy was synchronized.
    if [ ! -e "$kept" ] && ! copy_revision; then
      leave_alone "not put back: $(tail -n 1 "$tx/stderr"). It lies in $revisions/${path##*/}/$id" failed
      return
    fi
    mv -f "$kept" "$path"
  fi
  undo_parked
  sync_folder "${path%/*}"
  event undone "$n" ''
}

# Nothing of it is waited for.
leave_alone() {
  : > "$manifest.back"
  event undone "$n" "$@"
}

# Whole or not at all.
copy_revision() {
  cp -a "$revisions/${path##*/}/$id" "$kept" && [ "$(checksum "$kept")" = "$old" ] && sync_path "$kept" && return
  rm -f "$kept"
  return 1
}

# What the commit made of the path.
committed_checksum() {
  if [ "$action" = write ]; then printf '%s' "$new"; else printf '-'; fi
}

watch_old_one() {
  settled_back && return
  if [ "$old" = - ]; then
    verdict=$(judge gone)
    [ "$verdict" = gone ] || { all=0; return 0; }
  elif [ -n "$pod" ] && had_pod; then
    # Once a list has refused the file, its Pod of before is being ended, even while its containers still run.
    expect_new=$(was_listed)
    verdict=$(judge back)
    case $verdict in
      up*) rest=${verdict#*	} ;;
      *) all=0; return 0 ;;
    esac
    if [ "${rest%%.*}" -lt "$stable" ]; then
      all=0
      return 0
    fi
  fi
  : > "$manifest.back"
  event restored "$n"
}

settled_back() {
  [ -e "$manifest.back" ]
}

had_pod() {
  awk -F '\t' -v pod="$pod" '
    $3 == "metadata" && $4 == "name" && $5 == pod { at[$2] = 1 }
    $3 == "state" && $4 == "SANDBOX_READY" { ready[$2] = 1 }
    END { for (i in at) if (ready[i]) found = 1; exit !found }' "$tx/before/pods"
}

undo() {
  committed_before=$(cat "$tx/committed.before")
  step undoing
  each_backwards undo_one
  begin_clock
  deadline=$((ticks + timeout))
  while [ -d "$tx/before" ] && [ "$ticks" -lt "$deadline" ]; do
    watch_clock
    if snapshot "$tx/now"; then
      kubelet_entries > "$tx/entries"
      all=1
      each watch_old_one
      [ "$all" = 0 ] || break
    fi
    pause
  done
}
