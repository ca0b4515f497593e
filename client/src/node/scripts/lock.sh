# shellcheck shell=sh
# shellcheck disable=SC2034,SC2154 # the parts before and behind this one share its variables
# A part of the scripts that run on a node: one transaction at a time.

# A process id alone comes back after a while; with its start time and the boot it does not. These processes are this
# machine's own, also where STATIC_PODS_ROOT says that the kubelet's are not.
identity_of() {
  # The name in the second field may hold spaces and brackets.
  started=$(sed 's/.*) //' "/proc/$1/stat" 2> /dev/null | cut -d ' ' -f 20)
  [ -n "$started" ] || started=$(ps -o lstart= -p "$1" 2> /dev/null | tr ' ' _)
  [ -n "$started" ] && printf '%s %s %s' "$1" "$started" "$(cat /proc/sys/kernel/random/boot_id 2> /dev/null)"
}

is_alive() {
  [ -n "$1" ] && [ "$(identity_of "${1%% *}")" = "$1" ]
}

# acquire_lock: succeeds when this process has it, until its end however it ends; `holder` is who has it else.
acquire_lock() {
  if has flock; then
    exec 9>> "$state/lock"
    # A killed predecessor's last child may hold it for a moment.
    if flock -w 1 9; then
      printf '%s\n' "$id" > "$state/lock.holder"
      return 0
    fi
    holder=$(cat "$state/lock.holder" 2> /dev/null)
    return 1
  fi
  mine=$state/lock.$$
  printf '%s\n%s\n' "$(identity_of $$)" "$id" > "$mine"
  # A link is made whole or not at all, with the owner in it.
  until ln "$mine" "$state/lock.link" 2> /dev/null; do
    owner=$(cat "$state/lock.link" 2> /dev/null)
    if is_alive "${owner%%
*}"; then
      holder=${owner##*
}
      rm -f "$mine"
      sleep 1
      return 1
    fi
    # Of several that find it stale one gets the name away; who got another's fresh lock gives it back.
    if mv "$state/lock.link" "$mine.stale" 2> /dev/null && [ "$(cat "$mine.stale")" != "$owner" ]; then
      ln "$mine.stale" "$state/lock.link" 2> /dev/null
    fi
    rm -f "$mine.stale"
  done
  rm -f "$mine"
}

# wait_for_lock SECONDS: also ends where the same is asked already, or this is cancelled.
wait_for_lock() {
  read_ticks
  last_moment=$((ticks + $1))
  announced=
  until acquire_lock; do
    if [ "$announced" != "$holder" ]; then
      announced=$holder
      event progress 0 "another transaction on the node, $holder"
    fi
    read_ticks
    [ ! -e "$tx/cancel" ] && [ "$ticks" -lt "$last_moment" ] && ! is_the_same "$holder" || return 1
  done
}

is_the_same() {
  [ -n "$1" ] && [ "$(setting digest "$state/transactions/$1/request")" = "$(setting digest "$tx/request")" ]
}
