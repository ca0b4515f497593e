# shellcheck shell=sh
# shellcheck disable=SC2034,SC2154 # the parts before and behind this one share its variables
# A part of reconcile.sh: waiting for the Pods of a committed transaction.

interrupted_by() {
  if [ -e "$tx/cancel" ]; then
    event failed 0 cancelled
  elif [ "$ticks" -ge "$deadline" ]; then
    event failed 0 timeout "$timeout"
  else
    return 1
  fi
}

settled() {
  [ -e "$manifest.settled" ]
}

settle() {
  : > "$manifest.settled"
  event result "$n" "$@"
}

# What is being waited for is told once, not at every look.
report_progress() {
  if [ "$(cat "$manifest.progress" 2> /dev/null)" != "$*" ]; then
    printf '%s' "$*" > "$manifest.progress"
    event progress "$n" "$@"
  fi
}

tell_log() {
  run_crictl logs --tail 20 "$1" 2>&1 9>&- | tail -n 20 | while IFS= read -r text; do
    event output "$n" "$2" "$text"
  done
}

watch_one() {
  settled && return
  if [ "$watch" = 0 ]; then
    settle written
    return
  fi
  what=up
  if [ "$action" = remove ] || [ "$action" = park ] || [ -e "$manifest.out" ]; then what=gone; fi
  if [ "$what" = up ]; then
    found=$(refusal)
    [ -z "$found" ] || fail refused "$found" || return 1
    said=$(complaint)
    [ -z "$said" ] || report_complaint || return 1
    # Also a Pod that nothing can be said of is waited for a while: the kubelet may still refuse it.
    [ -n "$pod" ] || { all=0; return 0; }
  fi
  verdict=$(judge "$what")
  rest=${verdict#*	}
  case $verdict in
    gone)
      if [ "$action" = restart ]; then
        bring_back_in
        all=0
      else
        settle gone
      fi
      ;;
    completed) settle completed ;;
    up*)
      up_for=${rest%%	*}
      if [ "${up_for%%.*}" -lt "$stable" ]; then
        report_progress running
        all=0
      elif ready_now "${rest#*	}"; then
        settle running
      else
        report_progress "$unready"
        all=0
      fi
      ;;
    inspect*)
      # shellcheck disable=SC2086 # ids between tabs
      learn_exits $rest
      again=1
      all=0
      ;;
    failed*)
      # shellcheck disable=SC2086 # three words without spaces
      set -- $rest
      reason=$(awk -F '\t' -v id="$1" '$1 == id { reason = $3 } END { print reason }' "$tx/exits")
      tell_log "$1" "$2"
      fail exited "$2" "$3" "$reason" || return 1
      ;;
    *)
      report_progress "$rest"
      all=0
      ;;
  esac
}

# What will not mend by itself fails at once; anything else may, so it is told and waited for.
report_complaint() {
  text=${said#*\] }
  if [ "$(cat "$manifest.complaint" 2> /dev/null)" != "$text" ]; then
    printf '%s' "$text" > "$manifest.complaint"
    event complaint "$n" "$said"
  fi
  case $said in
    *InvalidImageName* | *ErrImageNeverPull*) fail complained "$said" ;;
  esac
}

# The second half of a restart: the same file under its name again.
bring_back_in() {
  # What ran until now is what the new sandbox must differ from.
  cp "$tx/now/pods" "$tx/before/pods" && cp "$tx/now/containers" "$tx/before/containers"
  copy_back || fail disk "it could not be put back: $(tail -n 1 "$tx/stderr")" || return 1
  rm -f "$manifest.out"
}

copy_back() {
  kept=$(kept_name "$path")
  back=$(staged_name "$path")
  { ln "$kept" "$back" 2> /dev/null || { cp -a "$kept" "$back" && sync_path "$back"; }; } && mv -f "$back" "$path" && sync_folder "${path%/*}"
}

mark_out() {
  [ "$action" != restart ] || : > "$manifest.out"
}

# --- The node's clock may be set while a Pod is waited for. What is counted is counted by $ticks; what is compared with
# times that others wrote, containers' and the log's, is moved along.

begin_clock() {
  read_clock
  read_ticks
  clock_offset=$((${clock%%.*} - ticks))
  set_at=
}

watch_clock() {
  read_clock
  read_ticks
  moved=$((${clock%%.*} - ticks - clock_offset))
  # Two readings of whole seconds differ by one.
  if [ "$moved" -ge -2 ] && [ "$moved" -le 2 ]; then return; fi
  clock_offset=$((clock_offset + moved))
  set_at=$ticks
  committed_before=$(move_along "$committed_before")
  committed_after=$(move_along "$committed_after")
  event complaint 0 "the node's clock was set by $moved s while this was waited for"
}

move_along() {
  [ -z "$1" ] || awk -v time="$1" -v moved="$moved" 'BEGIN { printf "%.6f", time + moved }'
}

wait_for_pods() {
  begin_clock
  deadline=$((ticks + timeout))
  while :; do
    again=0
    watch_clock
    if snapshot "$tx/now"; then
      kubelet_entries > "$tx/entries"
      all=1
      each watch_one || return 1
      if [ "$all" = 1 ]; then
        return 0
      fi
    else
      event complaint 0 "crictl: $(tail -n 1 "$tx/crictl.stderr")"
    fi
    if interrupted_by; then
      return 1
    fi
    [ "$again" = 1 ] || pause
  done
}

pause() {
  sleep 0.3 2> /dev/null 9>&- || sleep 1 9>&-
}
