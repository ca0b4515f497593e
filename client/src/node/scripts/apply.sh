#!/bin/sh
# Hands a transaction to the node, starts it, and tells its journal until it ends. Sent again with the same id it only
# tells the journal on: that is what a client does whose connection was lost.
#
#   sh -s -- id=ID [offset=LINES]
#
# places.sh, lock.sh and journal.sh stand before this text. The transaction is the here-document at the
# end: sections as observe.sh prints them, made of letters that mean nothing to a shell. Prints the journal's lines as
# they come, an empty line about once a second while nothing happens, and `lost` where nobody works on it any more.
# shellcheck disable=SC2154 # state is set in places.sh

id='' offset=0
for argument in "$@"; do
  case $argument in
    id=*) id=${argument#*=} ;;
    offset=*) offset=${argument#*=} ;;
  esac
done
case $id in
  '' | *[!0-9a-z-]*)
    echo 'the id of a transaction holds digits, small letters and dashes only' >&2
    exit 2
    ;;
esac
tx=$state/transactions/$id
umask 077

# Unpacks sections from standard input into files of $1. Fails where the last one, `@end`, did not come: the connection
# was cut while the transaction was sent.
unpack() {
  mkdir -p "$1" && cat > "$1/payload" || return 1
  awk -v folder="$1" '
    /^@end$/ { whole = 1; exit }
    /^@/ { close(file); file = folder "/" substr($0, 2) ".base64"; print "" > file; next }
    { print > file }
    END { exit !whole }' "$1/payload" || return 1
  rm -f "$1/payload"
  for encoded in "$1"/*.base64; do
    base64 -d < "$encoded" > "${encoded%.base64}" || return 1
    rm -f "$encoded"
  done
}

# In a session and, with systemd, a unit of its own: the end of this connection is not its end.
launch() {
  if [ -z "${STATIC_PODS_ROOT:-}" ] && [ -d /run/systemd/system ] && has systemd-run &&
    systemd-run --quiet --collect --unit="static-pods-$id" --description="Static Pods: transaction $id" \
      --setenv=PATH="$PATH" /bin/sh "$tx/reconcile.sh" "$tx" 2> "$tx/stderr"; then
    return
  fi
  if has setsid; then
    setsid sh "$tx/reconcile.sh" "$tx" < /dev/null > /dev/null 2>&1 &
  else
    nohup sh "$tx/reconcile.sh" "$tx" < /dev/null > /dev/null 2>&1 &
  fi
}

# Tells the journal from line $offset on until its last event.
follow() {
  silent=0
  told=0
  line=
  while [ ! -f "$tx/journal" ]; do
    silent=$((silent + 1))
    if [ "$silent" -gt 50 ]; then
      echo 'lost'
      return 1
    fi
    pause
  done
  silent=0
  exec 4< "$tx/journal"
  while :; do
    while IFS= read -r part <&4; do
      line=$line$part
      told=$((told + 1))
      if [ "$told" -gt "$offset" ]; then printf '%s\n' "$line" || exit 1; fi
      case ${line#*	} in
        'end	'*)
          # Whose end nobody heard of is told by the next transaction.
          : > "$tx/told"
          return 0
          ;;
      esac
      line=
      silent=0
    done
    line=$line$part
    pause
    silent=$((silent + 1))
    if [ $((silent % 10)) = 0 ]; then
      # Writing is how a process learns that nobody reads any more.
      echo || exit 1
      if ! is_alive "$(cat "$tx/reconciler" 2> /dev/null)" && ! has_event end; then
        echo 'lost'
        return 1
      fi
    fi
  done
}

pause() {
  sleep 0.1 2> /dev/null || sleep 1
}

start() {
  [ ! -d "$tx" ] || return 0
  mkdir -p "$state/transactions" "$state/revisions" || exit 1
  # Not there under its name before it is whole; and of one's own: a client that connects again may send it while this
  # end of its lost connection still reads.
  part=$tx.part.$$
  if ! unpack "$part"; then
    rm -rf "$part"
    echo 'the transaction did not arrive whole; nothing was changed' >&2
    exit 1
  fi
  if ! mv "$part" "$tx" || [ -d "$tx/${part##*/}" ]; then
    rm -rf "$part" "${tx:?}/${part##*/}"
    # Whoever was quicker starts it.
    [ -d "$tx" ] || exit 1
    return
  fi
  launch
}

main() {
  start
  follow
}

main <<'STATIC_PODS_TRANSACTION'
@TRANSACTION@
STATIC_PODS_TRANSACTION
