# shellcheck shell=sh
# shellcheck disable=SC2034,SC2154 # the parts before and behind this one share its variables
# A part of reconcile.sh: what must hold on the node before a manifest is worth committing. Everything that does not is
# told, not only the first.
#
# What manifest N needs stands in N.needs: lines of words between tabs.
#   image      POLICY  NAME       NAME as the manifest writes it
#   hostPath   TYPE    PATH
#   hostPort   TCP|UDP PORT  IP   IP '' for all addresses; ports that its Pod of before holds are left out

preflight() {
  met=1
  find_kubelet
  if [ -z "$pid" ]; then
    n=0
    unmet 'no kubelet runs on the node any more: start it first'
  fi
  each check_space
  each check_needs
  [ "$met" = 1 ]
}

# Who insists is told, and goes on.
unmet() {
  if [ "$insist" = 1 ]; then
    event complaint "$n" "$1"
  else
    event failed "$n" preflight "$1"
    met=0
  fi
}

# --- Disk space: the new file, its copies, and a little for the journal.

check_space() {
  [ "$action" = write ] || return 0
  wanted=$(($(wc -c < "$manifest.content") * 2 / 1024 + 256))
  for place in "${path%/*}" "$state"; do
    free=$(df -Pk "$place" 2> /dev/null | awk 'NR == 2 { print $4 }')
    case $free in
      '' | *[!0-9]*) ;;
      *)
        if [ "$free" -lt "$wanted" ]; then
          unmet "only $free KiB are free at $place, and $wanted KiB are needed: make room there"
        fi
        ;;
    esac
  done
  return 0
}

check_needs() {
  if [ -f "$manifest.needs" ]; then
    # On a descriptor of its own: a program that reads its standard input takes no line away.
    while IFS='	' read -r kind first second third <&8; do
      case $kind in
        image) check_image "$first" "$second" ;;
        hostPath) check_path "$first" "$second" ;;
        hostPort) check_port "$first" "$second" "$third" ;;
      esac
    done 8< "$manifest.needs"
  fi
  return 0
}

# --- Images: there, or pulled now, while the Pod of before still runs.

check_image() {
  [ -f "$tx/images" ] || list_images
  if grep -qxF -e "$2" "$tx/images.checked" 2> /dev/null; then
    return
  fi
  if [ "$1" != Always ] && has_image "$2"; then
    :
  elif [ "$1" = Never ]; then
    unmet "the image $2 is not on the node, and imagePullPolicy is Never: put it there first"
    return
  else
    event progress "$n" "the image $2"
    pull_image "$2" || return 0
  fi
  printf '%s\n' "$2" >> "$tx/images.checked"
}

list_images() {
  run_crictl images -o json 2> /dev/null 9>&- | flatten_json | awk -F '\t' '
    $3 == "repoTags" || $3 == "repoDigests" { print $5 }' > "$tx/images"
}

# Names that are written short are the runtime's to complete, so it is asked about what the list does not hold.
has_image() {
  grep -qxF -e "$1" "$tx/images" || run_crictl inspecti -o json "$1" > /dev/null 2>&1 9>&-
}

pull_image() {
  rm -f "$tx/pull.ended"
  {
    "$crictl" ${endpoint:+--runtime-endpoint "$endpoint"} pull "$1" > /dev/null 2> "$tx/pull.stderr" &
    printf '%s' "$!" > "$tx/pull.pid"
    wait "$!"
    printf '%s' "$?" > "$tx/pull.ended"
  } 9>&- &
  read_ticks
  last_moment=$((ticks + pull_timeout))
  until [ -s "$tx/pull.ended" ]; do
    read_ticks
    if [ -e "$tx/cancel" ] || [ "$ticks" -ge "$last_moment" ]; then
      kill "$(cat "$tx/pull.pid")" 2> /dev/null
      [ -e "$tx/cancel" ] || unmet "the image $1 was not pulled within $pull_timeout s: pull it by hand, or give it more time"
      return 1
    fi
    sleep 0.1 2> /dev/null 9>&- || sleep 1 9>&-
  done
  [ "$(cat "$tx/pull.ended")" != 0 ] || return 0
  said=$(grep . "$tx/pull.stderr" | tail -n 1 | sed -e 's/.* msg="\(.*\)"$/\1/' -e 's/^.*rpc error: [^=]*= [A-Za-z]* *//' -e 's/^desc = //' | cut -c 1-400)
  case $said in
    # The kubelet may know credentials that crictl does not.
    *nauthorized* | *enied* | *orbidden* | *uthenticat*)
      if [ "$credentials" = 1 ] || [ -s "$root/var/lib/kubelet/config.json" ] || [ -s "$root/root/.docker/config.json" ]; then
        event complaint "$n" "the image $1 could not be pulled without the kubelet's credentials, so it is left to the kubelet: $said"
        return 0
      fi
      ;;
  esac
  unmet "the image $1 could not be pulled: $said"
  return 1
}

# --- hostPath volumes: pkg/volume/hostpath/host_path.go, v1.37, checks the type at each mount.

check_path() {
  at=$root$2
  case $1 in
    Directory) [ -d "$at" ] || wrong_path "$2" 'a folder' ;;
    DirectoryOrCreate) [ -d "$at" ] || [ ! -e "$at" ] || wrong_path "$2" 'a folder' ;;
    File) [ -f "$at" ] || wrong_path "$2" 'a file' ;;
    FileOrCreate)
      if [ ! -e "$at" ] && [ ! -d "${at%/*}/" ]; then
        unmet "the file $2 of a hostPath volume can't be made, for there is no folder ${2%/*}: make it first"
      else
        [ -f "$at" ] || [ ! -e "$at" ] || wrong_path "$2" 'a file'
      fi
      ;;
    Socket) [ -S "$at" ] || wrong_path "$2" 'a socket' ;;
    CharDevice) [ -c "$at" ] || wrong_path "$2" 'a character device' ;;
    BlockDevice) [ -b "$at" ] || wrong_path "$2" 'a block device' ;;
  esac
}

wrong_path() {
  if [ -e "$root$1" ]; then
    unmet "$1 on the node is not $2, as the hostPath volume's type says: change the type, or what lies there"
  else
    unmet "$1 is not on the node, and the hostPath volume's type wants $2 there: make it first, or let the type end in OrCreate"
  fi
}

# --- Host ports: who listens, by the kernel's own tables.

check_port() {
  # An address as the kernel writes it on this machine's byte order, which is little-endian wherever Kubernetes is
  # released but on s390x: there only ports that are taken on all addresses are found.
  hex=$(printf '%s' "$3" | awk -F . 'NF == 4 { printf "%02X%02X%02X%02X", $4, $3, $2, $1 }')
  case $1 in
    TCP) tables="$proc/net/tcp $proc/net/tcp6" want='0A' ;;
    UDP) tables="$proc/net/udp $proc/net/udp6" want='07' ;;
    *) return ;;
  esac
  # shellcheck disable=SC2086 # two names without spaces, of which one may not be there
  inode=$(cat $tables 2> /dev/null | awk -v port="$(printf '%04X' "$2")" -v want="$want" -v ip="$3" -v hex="$hex" '
    $4 == want {
      at = index($2, ":")
      address = substr($2, 1, at - 1)
      if (substr($2, at + 1) != port) next
      any = address ~ /^0+$/
      if (ip == "" || ip == "0.0.0.0" || ip == "::" || any || address == hex) { print $10; exit }
    }')
  if [ -n "$inode" ]; then
    unmet "$1 port $2 of the node is taken$(owner_of "$inode"): stop that, or take another port"
  fi
}

owner_of() {
  for folder in "$proc"/[0-9]*; do
    for open in "$folder"/fd/*; do
      if [ "$(readlink "$open" 2> /dev/null)" = "socket:[$1]" ]; then
        printf ' by %s (process %s)' "$(cat "$folder/comm")" "${folder##*/}"
        return
      fi
    done
  done
}
