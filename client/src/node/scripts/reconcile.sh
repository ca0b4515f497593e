#!/bin/sh
# Brings one transaction to its end on the node, whatever becomes of the client: stages, commits by rename, waits for
# the Pods, and puts everything back where they don't come up. apply.sh starts it.
#
#   sh reconcile.sh FOLDER      the transaction's folder
#
# json.sh, places.sh, kubelet.sh, crictl.sh, files.sh, records.sh, lock.sh, journal.sh, pods.sh, probes.sh, preflight.sh,
# commit.sh, wait.sh, undo.sh and kubelet-change.sh stand before this text. The folder holds `request` and, for each manifest from 1
# on, `N.request`: key=value lines, made by transaction.ts; `N.content` where a manifest is to be written, and `N.needs`
# (preflight.sh). The journal's steps are staging, committing, waiting,
# undoing and ended: committing, undoing and ended are on the disk before they are taken.
# shellcheck disable=SC2034,SC2154 # the parts before this one share its variables

exec < /dev/null
umask 077
tx=$1
id=${tx##*/}

load() {
  crictl=$(setting crictl "$tx/request")
  endpoint=$(setting runtimeEndpoint "$tx/request") unit=$(setting unit "$tx/request")
  log_file=$(setting logFile "$tx/request")
  stable=$(setting stable "$tx/request")
  timeout=$(setting timeout "$tx/request")
  insist=$(setting keep "$tx/request")
  credentials=$(setting credentials "$tx/request")
  pull_timeout=$(setting pullTimeout "$tx/request")
  count=$(setting count "$tx/request")
  kind=$(setting kind "$tx/request")
}

# What is asked for one manifest: its request's lines, by the names that pods.sh uses too.
load_manifest() {
  manifest=$tx/$n
  action='' path='' old='' new='' unpark='' watch='' namespace='' pod='' policy='' fixed='' containers='' sidecars='' inits=''
  probes=''
  while IFS= read -r line; do
    value=${line#*=}
    case $line in
      action=*) action=$value ;;
      path=*) path=$value ;;
      old=*) old=$value ;;
      new=*) new=$value ;;
      unpark=*) unpark=$value ;;
      watch=*) watch=$value ;;
      namespace=*) namespace=$value ;;
      pod=*) pod=$value ;;
      restartPolicy=*) policy=$value ;;
      fixedUid=*) fixed=$value ;;
      containers=*) containers=$value ;;
      sidecars=*) sidecars=$value ;;
      initContainers=*) inits=$value ;;
      probes=*) probes=$value ;;
    esac
  done < "$manifest.request"
}

# each FUNCTION: for every manifest of the transaction; stops at the first that fails.
each() {
  n=0
  while [ "$n" -lt "$count" ]; do
    n=$((n + 1))
    load_manifest
    "$1" || return 1
  done
}

each_backwards() {
  n=$count
  while [ "$n" -gt 0 ]; do
    load_manifest
    "$1"
    n=$((n - 1))
  done
}

# The outcome is on the disk before what could still undo it goes.
finish() {
  step ended "$1"
  clean_up "$1"
}

clean_up() {
  # The kubelet's own files are no manifests.
  case $kind.$1 in .proven | .kept) each record_one ;; esac
  each clean_one
  # What was asked and what came of it stay, for people; and who works on it, for apply.sh, until the last event is told.
  for left in "$tx"/*; do
    case ${left##*/} in
      journal | request | *.request | stderr | reconciler) [ -s "$left" ] || rm -f "$left" ;;
      *) rm -rf "$left" ;;
    esac
  done
  event end "$1"
}

clean_one() {
  rm -f "$(staged_name "$path")" "$(kept_name "$path")" "$manifest.content"
  unstage_parked
}

give_up() {
  if [ "$insist" = 1 ] && [ ! -e "$tx/cancel" ]; then
    finish kept
  else
    undo
    finish undone
  fi
}

note_log_size() {
  [ ! -f "$log_file" ] || wc -c < "$log_file" > "$tx/log.size"
}

begin() {
  event step staging
  mkdir -p "$tx/before" "$tx/now" && : > "$tx/exits"
  if ! snapshot "$tx/before"; then
    event failed 0 runtime "$(tail -n 1 "$tx/crictl.stderr")"
    finish unchanged
    return
  fi
  if [ -e "$tx/cancel" ] || ! preflight || [ -e "$tx/cancel" ] || ! each stage_one; then
    [ ! -e "$tx/cancel" ] || event failed 0 cancelled
    each unstage_one
    finish unchanged
    return
  fi
  note_log_size
  each mark_out
  announce_commit || return 0
  if ! commit; then
    give_up_commit
    return
  fi
  now > "$tx/committed.after"
  event step waiting
  go_on_waiting
}

# A commit that broke off is undone also for who insists: half of it was never asked for.
give_up_commit() {
  now > "$tx/committed.after"
  undo
  finish undone
}

go_on_waiting() {
  committed_before=$(cat "$tx/committed.before")
  committed_after=$(cat "$tx/committed.after" 2> /dev/null)
  [ -n "$committed_after" ] || committed_after=$committed_before
  if wait_for_pods; then
    finish proven
  else
    give_up
  fi
}

# Takes the transaction up where it is: at its beginning, or where its reconciler was killed.
run() {
  load
  if [ "$kind" = kubelet ]; then
    run_kubelet
    return
  fi
  case $(last_step) in
    '') begin ;;
    staging)
      # Nothing that the kubelet reads was touched.
      each unstage_one
      finish unchanged
      ;;
    committing) give_up_commit ;;
    waiting) go_on_waiting ;;
    undoing)
      undo
      finish undone
      ;;
    ended) clean_up "$(awk -F '\t' '$2 == "step" { outcome = $4 } END { print outcome }' "$tx/journal")" ;;
  esac
}

# The transactions that began and did not end: with the lock held, nobody works on them.
recover() {
  # One process for all: there are fifty.
  grep -L '^[0-9]*	end	' "$state"/transactions/*/journal 2> /dev/null | while IFS= read -r unfinished; do
    other=${unfinished%/journal}
    if [ "$other" != "$tx" ] && grep -q '^[0-9]*	begin	' "$unfinished"; then
      sh "$tx/reconcile.sh" "$other" locked
      : > "$other/told"
      event recovered "${other##*/}" "$(tail -n 1 "$unfinished" | cut -f 3)"
    fi
  done
}

# What ended after its client was gone: somebody should hear of it.
tell_untold() {
  for other in "$state"/transactions/*; do
    if [ "$other" != "$tx" ] && [ ! -e "$other/told" ] && [ -f "$other/journal" ]; then
      outcome=$(awk -F '\t' '$2 == "end" { outcome = $3 } END { print outcome }' "$other/journal")
      if [ -n "$outcome" ]; then
        : > "$other/told"
        event untold "${other##*/}" "$outcome" "$(sed -n 's/^path=//p' "$other"/*.request | tr '\n' ' ')"
      fi
    fi
  done
}

forget_old() {
  # By the node's clock: their names begin with the time of clients, whose clocks may be anywhere.
  # shellcheck disable=SC2012 # clients' ids are digits, letters and dashes
  ls -1t "$state/transactions" | tail -n +51 | while IFS= read -r forgotten; do
    rm -rf "$state/transactions/${forgotten:?}"
  done
}

exec 2>> "$tx/stderr"
identity_of $$ > "$tx/reconciler"
if [ "${2:-}" = locked ]; then
  # Another transaction, which has the lock, found this one unfinished.
  event resumed
  run
  exit
fi
if ! wait_for_lock "$(setting timeout "$tx/request")"; then
  event end locked "$holder" "$(setting digest "$state/transactions/$holder/request")"
  exit 1
fi
event begin "$id"
tell_untold
recover
run
forget_old
