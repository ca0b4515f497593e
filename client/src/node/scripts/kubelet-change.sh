# shellcheck shell=sh
# shellcheck disable=SC2034,SC2154 # the parts before and behind this one share its variables
# A part of reconcile.sh: a transaction of the kubelet's own settings. Its files are written, the kubelet is started anew
# and must become healthy, with the Pods that ran before; else everything is put back and it is started once more.

load_kubelet() {
  # A manifest may be called as one of the kubelet's files: its copies lie elsewhere.
  revisions=$state/kubelet
  reload=$(setting reload "$tx/request")
  restart_command=$(setting restartCommand "$tx/request")
  kept_sources=$(setting keptSources "$tx/request")
}

commit_file() {
  if [ "$action" = folder ]; then
    [ ! -d "$path" ] || return 0
    # As kubeadm makes it, whoever's mask this is.
    if ! (umask 022 && mkdir -p "$path") || ! chown 0:0 "$path"; then
      fail disk "the folder could not be made: $(tail -n 1 "$tx/stderr")" || return 1
    fi
    event committed "$n" "$path"
    return
  fi
  # A new file holds nothing secret, and systemd complains of units that not everybody may read.
  [ "$action" != write ] || [ "$old" != - ] || chmod 644 "$(staged_name "$path")"
  commit_one && sync_folder "${path%/*}"
}

stage_file() {
  if [ "$action" = folder ]; then
    [ -d "$path" ] || [ ! -e "$path" ] || fail changed 'something is there that is no folder'
    [ -d "$path" ] || : > "$manifest.made"
  elif [ ! -d "${path%/*}" ] && ! { (umask 022 && mkdir -p "${path%/*}"); }; then
    fail disk "its folder could not be made: $(tail -n 1 "$tx/stderr")"
  else
    stage_one
  fi
}

undo_file() {
  if [ "$action" = folder ]; then
    # Only if it was not there before, and nobody has put anything in since.
    [ ! -e "$manifest.made" ] || rmdir "$path" 2> /dev/null
    return 0
  fi
  undo_one
}

unit_property() {
  systemctl show --no-pager -p "$1" "$unit" 2> /dev/null 9>&- | sed -n "s/^$1=//p"
}

has_unit() {
  [ -n "$unit" ] && has systemctl
}

# start_anew HOST PORT: the restart, and what is to be watched then.
start_anew() {
  health_at_host=$1 health_at_port=$2
  find_kubelet
  old_pid=$pid
  now > "$tx/restarted"
  if [ "$reload" = 1 ] && has systemctl && ! systemctl daemon-reload 9>&-; then
    fail runtime "systemctl daemon-reload failed: $(tail -n 1 "$tx/stderr")" || return 1
  fi
  # A unit that ended too often is not started again before this is forgotten.
  ! has_unit || systemctl reset-failed "$unit" 2> /dev/null 9>&-
  event progress 0 "$restart_command"
  if ! sh -c "$restart_command" > "$tx/restart.out" 2>&1 9>&-; then
    event output 0 '' "$(tail -n 3 "$tx/restart.out" | tr '\n' ' ')"
    fail runtime "\`$restart_command\` failed" || return 1
  fi
  restarts=$(unit_property NRestarts)
}

is_healthy() {
  if [ "$health_at_port" = 0 ]; then
    # It serves no health: that it stays is all there is to see.
    return 0
  fi
  answer=$(ask_health "$health_at_host" "$health_at_port" 2> /dev/null 9>&-)
  case $? in
    0) [ "$answer" = ok ] ;;
    127) return 0 ;;
    *) return 1 ;;
  esac
}

# The kubelet ended by itself and was started again by systemd, twice: what its settings say will not mend.
keeps_ending() {
  has_unit || return 1
  [ "$(unit_property ActiveState)" != failed ] || return 0
  count_now=$(unit_property NRestarts)
  [ "$((${count_now:-0} - ${restarts:-0}))" -ge 2 ]
}

# missing_containers: the Pods of $tx/before, with their containers, that ran and do not run now, in words. A container
# that had only just been started again may be waiting for its next attempt, and proves nothing.
missing_containers() {
  awk -F '\t' -v sources=" $kept_sources " -v time="$(cat "$tx/restarted")" '
    {
      folder = FILENAME ~ /\/before\/[a-z]*$/ ? "before" : "now"
      key = folder SUBSEP $2
    }
    FILENAME ~ /\/pods$/ && $3 == "id" { sandbox[folder, $4] = key }
    FILENAME ~ /\/pods$/ && $3 == "state" { ready[key] = $4 == "SANDBOX_READY" }
    FILENAME ~ /\/pods$/ && $4 == "kubernetes.io/config.source" { source[key] = $5 }
    FILENAME ~ /\/pods$/ && $3 == "metadata" && $4 == "name" { pod[key] = $5 }
    FILENAME ~ /\/pods$/ && $3 == "metadata" && $4 == "namespace" { space[key] = $5 }
    FILENAME ~ /\/containers$/ && $3 == "podSandboxId" { place[key] = $4 }
    FILENAME ~ /\/containers$/ && $3 == "state" { runs[key] = $4 == "CONTAINER_RUNNING" }
    FILENAME ~ /\/containers$/ && $3 == "createdAt" { created[key] = substr($4, 1, 10) }
    FILENAME ~ /\/containers$/ && $3 == "metadata" && $4 == "name" { title[key] = $5 }
    FILENAME ~ /\/containers$/ && $3 == "metadata" && $4 == "attempt" { attempt[key] = $5 }
    function name_of(key,  part, at) {
      split(key, part, SUBSEP)
      at = sandbox[part[1], place[key]]
      return at != "" && ready[at] ? space[at] "/" pod[at] " (" title[key] ")" : ""
    }
    END {
      for (key in title) if (key ~ /^now/ && runs[key]) there[name_of(key)] = 1
      for (key in title) if (key ~ /^before/ && runs[key]) {
        at = sandbox["before", place[key]]
        from = source[at] == "" ? "api" : source[at]
        if (name_of(key) == "" || index(sources, " " from " ") == 0) continue
        if (attempt[key] > 0 && time - created[key] < 300) continue
        if (!(name_of(key) in there)) print name_of(key)
      }
    }' "$tx/before/pods" "$tx/before/containers" "$tx/now/pods" "$tx/now/containers" | sort -u | tr '\n' ' '
}

# watch_kubelet: until it has been healthy for $stable seconds without a new process and with its Pods.
watch_kubelet() {
  healthy_pid='' since=0
  read_ticks
  deadline=$((ticks + timeout))
  while :; do
    read_ticks
    find_kubelet
    what=
    if [ -n "$pid" ] && [ "$pid" != "$old_pid" ] && is_healthy; then
      [ "$pid" = "$healthy_pid" ] || { healthy_pid=$pid; since=$ticks; }
      if [ -s "$tx/before/pods" ]; then
        if snapshot "$tx/now"; then
          what=$(missing_containers)
        else
          what="an answer of crictl: $(tail -n 1 "$tx/crictl.stderr")"
        fi
      fi
      if [ -z "$what" ] && [ $((ticks - since)) -ge "$stable" ]; then
        event result 0 healthy "$pid"
        return 0
      fi
      [ -n "$what" ] || what='the healthy kubelet to stay'
    else
      healthy_pid=
      what='the kubelet to be healthy'
      if keeps_ending; then
        event failed 0 runtime 'the kubelet ends again and again'
        return 1
      fi
    fi
    n=0 manifest=$tx/kubelet
    report_progress "$what"
    if [ "$1" = forward ] && [ -e "$tx/cancel" ]; then
      event failed 0 cancelled
      return 1
    fi
    if [ "$ticks" -ge "$deadline" ]; then
      event failed 0 timeout "$timeout"
      return 1
    fi
    pause
  done
}

# What the kubelet itself says is wrong: the errors in its journal since the restart, and what is no log entry (Go's
# panics, the usage of a wrong flag).
tell_errors() {
  has journalctl && [ -n "$unit" ] || return 0
  restarted=$(cat "$tx/restarted")
  journalctl -q --no-pager -o cat -u "$unit" --since "@${restarted%%.*}" 2> /dev/null 9>&- | awk '
    /^[EF][0-9][0-9][0-9][0-9] / { keep = 1; print; next }
    /^Error: |^panic: |^fatal error: |unknown flag|Main process exited|Failed to / { print }' | tail -n 12 |
    cut -c 1-2000 | while IFS= read -r text; do
      event output 0 '' "$text"
    done
}

begin_kubelet() {
  event step staging
  mkdir -p "$tx/before" "$tx/now"
  # Without a runtime there is nothing that runs; the kubelet may be started anew for that very reason.
  snapshot "$tx/before" || event complaint 0 "crictl: $(tail -n 1 "$tx/crictl.stderr")"
  n=0
  if [ -e "$tx/cancel" ] || ! each stage_file; then
    [ ! -e "$tx/cancel" ] || event failed 0 cancelled
    each unstage_one
    finish unchanged
    return
  fi
  announce_commit || return 0
  if ! each commit_file; then
    undo_kubelet
    return
  fi
  event step waiting
  n=0
  if start_anew "$(setting healthHost "$tx/request")" "$(setting healthPort "$tx/request")" && watch_kubelet forward; then
    finish proven
    return
  fi
  give_up_kubelet
}

give_up_kubelet() {
  tell_errors
  if [ "$insist" = 1 ] && [ ! -e "$tx/cancel" ]; then
    finish kept
  else
    undo_kubelet
  fi
}

undo_kubelet() {
  if [ "$count" = 0 ]; then
    finish kept
    return
  fi
  step undoing
  each_backwards undo_file
  n=0
  # What goes by the change is to come back with it.
  kept_sources='file http api'
  if start_anew "$(setting healthHostBefore "$tx/request")" "$(setting healthPortBefore "$tx/request")" &&
    watch_kubelet back; then
    event restored 0
  else
    tell_errors
  fi
  finish undone
}

# Takes it up where it is: at its beginning, or where its reconciler was killed.
run_kubelet() {
  load_kubelet
  case $(last_step) in
    '') begin_kubelet ;;
    staging)
      each unstage_one
      finish unchanged
      ;;
    # Whether the kubelet was started anew is not known: it is watched from its start.
    waiting)
      n=0
      if start_anew "$(setting healthHost "$tx/request")" "$(setting healthPort "$tx/request")" && watch_kubelet forward; then
        finish proven
      else
        give_up_kubelet
      fi
      ;;
    committing | undoing) undo_kubelet ;;
    ended) clean_up "$(awk -F '\t' '$2 == "step" { outcome = $4 } END { print outcome }' "$tx/journal")" ;;
  esac
}
