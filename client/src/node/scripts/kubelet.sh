# shellcheck shell=sh
# shellcheck disable=SC2034,SC2154 # the parts before and behind this one share its variables
# A part of the scripts that run on a node: where the kubelet and crictl are, and whether the kubelet is healthy.

proc=$root/proc

# Anybody may call a process kubelet, and this one's program is run: it must be root's. A kubelet in a container on this
# machine is another node's: its process lives in another PID namespace.
is_ours() {
  [ -O "$1" ] || return 1
  [ -e "$proc/self/ns/pid" ] && [ -e "$1/ns/pid" ] || return 0
  # dash, bash and busybox know it, and it takes no process.
  # shellcheck disable=SC3013
  [ "$proc/self/ns/pid" -ef "$1/ns/pid" ]
}

# find_kubelet: $pid is the process that is the kubelet, itself or k3s, which has it inside; '' where none runs.
# shellcheck disable=SC2034 # not every script that has this part asks for it
find_kubelet() {
  inside='' pid=''
  for folder in "$proc"/[0-9]*; do
    name=
    { read -r name < "$folder/comm"; } 2> /dev/null || continue
    case $name in
      kubelet) is_ours "$folder" && pid=${folder##*/} && return ;;
      k3s-server | k3s-agent | k3s) is_ours "$folder" && inside=${folder##*/} ;;
    esac
  done
  pid=$inside
}

# find_unit PID: $unit is the systemd unit of that process; '' where it has none.
find_unit() {
  unit=
  while IFS= read -r line; do
    case $line in
      */*.service) unit=${line##*/} && return ;;
    esac
  done 2> /dev/null < "$proc/$1/cgroup"
}

# Seconds since 1970 when process $1 was started; an hour ago where that can't be told.
started_at() {
  ticks=$(sed 's/^.*) //' "$proc/$1/stat" 2> /dev/null | cut -d ' ' -f 20)
  boot=$(sed -n 's/^btime //p' "$proc/stat" 2> /dev/null)
  if [ -n "$ticks" ] && [ -n "$boot" ]; then
    echo $((boot + ticks / $(getconf CLK_TCK 2> /dev/null || echo 100)))
  else
    echo $(($(date +%s) - 3600))
  fi
}

# The drop-ins below folder $1 in the order in which the kubelet merges them, links among them (cmd/kubelet/app/server.go,
# v1.37: WalkDir goes by the names of each folder, and follows no link to a folder).
drop_ins() {
  [ ! -d "$1" ] || find "$1" ! -type d -name '*.conf' | tr '/' '\001' | LC_ALL=C sort | tr '\001' '/'
}

# Where distributions put crictl when it is not in PATH.
find_crictl() {
  command -v crictl && return
  for candidate in "$root"/var/lib/rancher/rke2/bin/crictl "$root"/var/lib/rancher/rke2/data/*/bin/crictl \
    "$root"/var/lib/rancher/k3s/data/current/bin/crictl "$root"/opt/bin/crictl "$root"/snap/bin/crictl; do
    if [ -x "$candidate" ]; then
      echo "$candidate"
      return
    fi
  done
}

# ask_health HOST PORT: the answer of the kubelet's health endpoint; 127 where there is no program to ask with.
ask_health() {
  health_host=$1
  case $health_host in
    0.0.0.0 | '') health_host=127.0.0.1 ;;
    ::) health_host=::1 ;;
  esac
  case $health_host in *:*) health_host="[$health_host]" ;; esac
  address=http://$health_host:$2/healthz
  if has curl; then curl -s --max-time 3 --noproxy '*' "$address"
  elif has wget; then wget -q -T 3 -O - "$address"
  elif has nc; then printf 'GET /healthz HTTP/1.0\r\n\r\n' | nc -w 3 "${health_host#[}" "$2" | tail -n 1
  else return 127; fi
}
