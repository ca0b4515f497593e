#!/bin/sh
# Tells all there is to know about this node's kubelet, its static Pods and its refusals, in one round trip.
#
#   sh -s -- [staticPodPath=PATH] [crictl=PATH] [runtimeEndpoint=URL] [contentBytes=N] [knownKubelet=PID]
#              [webSince=TIME] [usage=1]
#
# json.sh, places.sh, sections.sh, kubelet.sh, klog.sh and crictl.sh stand before this text. What it prints are sections,
# as sections.sh describes; bodies are described where they are made.
#
# It only reads. On a small node each process that it starts is felt, and it runs at every look: what the shell can do by
# itself it does.
# shellcheck disable=SC2154 # root, state and proc are set in places.sh and kubelet.sh

static_pod_path='' crictl='' endpoint='' content_bytes=262144 known_kubelet='' web_since='' usage=''
for setting in "$@"; do
  value=${setting#*=}
  case $setting in
    staticPodPath=*) static_pod_path=$value ;;
    crictl=*) crictl=$value ;;
    runtimeEndpoint=*) endpoint=$value ;;
    contentBytes=*) content_bytes=$value ;;
    knownKubelet=*) known_kubelet=$value ;;
    webSince=*) web_since=$value ;;
    usage=*) usage=$value ;;
  esac
done
LC_ALL=C
export LC_ALL
# Behind `3`, what a command prints passes by the substitution that catches its errors.
exec 3>&1

# --- The machine. Words: key=value.
section machine
read_clock
hostname='' boot_id=''
{ read -r hostname < /proc/sys/kernel/hostname || hostname=$(uname -n); } 2> /dev/null
{ read -r boot_id < "$proc/sys/kernel/random/boot_id"; } 2> /dev/null
words "time=$clock" "zone=$zone" "hostname=$hostname" "bootId=$boot_id"

# --- The kubelet: its process, its unit, its version.
find_kubelet
unit=
if [ -n "$pid" ]; then
  find_unit "$pid"
  # The raw command line: words.
  section kubelet.argv
  cat "$proc/$pid/cmdline"
  # Starting a kubelet to ask for its version costs more than all the rest: the caller may know this process already.
  [ "$pid" = "$known_kubelet" ] || report kubelet.version "$proc/$pid/exe" --version
fi
if has systemctl; then
  # shellcheck disable=SC2086 # one unit, or the list of all that may be it
  report unit systemctl show --no-pager \
    -p Id -p LoadState -p ActiveState -p SubState -p MainPID -p NRestarts -p ExecStart -p Environment \
    ${unit:-kubelet.service k3s.service k3s-agent.service rke2-server.service rke2-agent.service}
fi

# One argument a line; a kubelet that does not run is asked for through its unit.
arguments() {
  if [ -n "$pid" ]; then
    tr '\0' '\n' < "$proc/$pid/cmdline"
  elif has systemctl; then
    # kubeadm's unit keeps --config in a variable of the unit's environment.
    systemctl show --no-pager -p ExecStart -p Environment kubelet.service 2> /dev/null |
      sed -e 's/^Environment=//' -e 's/ ; .*//' -e 's/.*argv\[\]=//' -e 's/\([A-Z_]*\)=--/--/g' | tr ' ' '\n'
  fi
}

config='' config_dir='' flag_path='' flag_url='' flag_period='' flag_sync='' flag_port='' flag_host='' flag_endpoint=''
note_flag() {
  case $1 in
    --config) config=$2 ;;
    --config-dir) config_dir=$2 ;;
    --pod-manifest-path) flag_path=$2 ;;
    --manifest-url) flag_url=$2 ;;
    --file-check-frequency) flag_period=$2 ;;
    --sync-frequency) flag_sync=$2 ;;
    --healthz-port) flag_port=$2 ;;
    --healthz-bind-address) flag_host=$2 ;;
    --container-runtime-endpoint) flag_endpoint=$2 ;;
  esac
}
# A flag's last value counts, written `--flag=value` or `--flag value`.
before=
while IFS= read -r argument; do
  case $argument in
    --*=*) note_flag "${argument%%=*}" "${argument#*=}" ;;
    *) note_flag "$before" "$argument" ;;
  esac
  before=$argument
done << ARGUMENTS
$(arguments)
ARGUMENTS

# --- Its configuration: the file, then the drop-ins as they are merged. Each section: path, NUL, text.
config_files() {
  if [ -z "$config" ] && [ -z "$pid" ]; then
    config=/var/lib/kubelet/config.yaml
  fi
  [ ! -f "$config" ] || printf '%s\n' "$config"
  # k3s keeps its kubelet's flags to itself.
  [ -n "$config_dir" ] || config_dir=$root/var/lib/rancher/k3s/agent/etc/kubelet.conf.d
  drop_ins "$config_dir"
}
configs=$(config_files)
each_config() {
  printf '%s\n' "$configs" | while IFS= read -r file; do
    [ -z "$file" ] || "$1" "$file"
  done
}
config_section() {
  section config
  words "$1"
  cat "$1"
}
each_config config_section

# A first reading of top-level keys, good enough to go on within this round trip: the caller reads the texts properly and
# asks again where this was wrong. The last value of each counts.
config_values() {
  [ -z "$configs" ] || each_config cat | awk '
    BEGIN {
      count = split("staticPodPath staticPodURL fileCheckFrequency syncFrequency healthzPort healthzBindAddress containerRuntimeEndpoint", keys, " ")
      for (i = 1; i <= count; i++) pattern[i] = "(^|[{,]|^[ \t]*\")\"?" keys[i] "\"?[ \t]*:[ \t]*"
    }
    /^[ \t]*#/ { next }
    {
      for (i = 1; i <= count; i++) if (match($0, pattern[i])) {
        text = substr($0, RSTART + RLENGTH)
        quote = substr(text, 1, 1)
        if (quote == "\"" || quote == "\047") { text = substr(text, 2); sub(quote ".*", "", text) }
        else { sub(/[ \t]#.*/, "", text); sub(/[ \t\r,}].*/, "", text) }
        value[i] = text
      }
    }
    END { for (i = 1; i <= count; i++) print value[i] }'
}
{
  IFS= read -r config_path
  IFS= read -r config_url
  IFS= read -r config_period
  IFS= read -r config_sync
  IFS= read -r config_port
  IFS= read -r config_host
  IFS= read -r config_endpoint
} << VALUES
$(config_values)
VALUES

# The flag, else the configuration, else the default.
static_pod_path=${static_pod_path:-${flag_path:-$config_path}}
if [ -z "$static_pod_path" ] && [ -z "$config" ]; then
  # k3s and RKE2 keep their kubelet's flags to themselves.
  for candidate in "$root"/var/lib/rancher/rke2/agent/pod-manifests "$root"/var/lib/rancher/k3s/agent/pod-manifests; do
    [ ! -d "$candidate" ] || static_pod_path=$candidate
  done
fi
static_pod_path=${static_pod_path%/}
url=${flag_url:-$config_url}
# seconds_of DURATION DEFAULT: $seconds, as Go reads durations, rounded up.
seconds_of() {
  case $1 in
    # Whole seconds, as most write it, take no process.
    '' | 0 | 0s) seconds=$2 ;;
    [!1-9]* | *[!0-9s]* | *s?* | *[!s])
      seconds=$(awk -v rest="$1" -v default_seconds="$2" 'BEGIN {
        while (match(rest, /^[0-9.]+(h|ms|m|s)/)) {
          part = substr(rest, 1, RLENGTH); rest = substr(rest, RLENGTH + 1)
          size = part ~ /h$/ ? 3600 : part ~ /ms$/ ? 0.001 : part ~ /m$/ ? 60 : 1
          seconds += part * size
        }
        # Without the brackets the name of a file would stand behind the `>`.
        print (seconds > 0 ? int(seconds + 0.999) : default_seconds) }')
      ;;
    *) seconds=${1%s} ;;
  esac
}
seconds_of "${flag_period:-$config_period}" 20
period=$seconds
seconds_of "${flag_sync:-$config_sync}" 60
sync_period=$seconds
health_port=${flag_port:-${config_port:-10248}}
health_host=${flag_host:-${config_host:-127.0.0.1}}
if [ -z "$endpoint" ]; then
  endpoint=${flag_endpoint:-$config_endpoint}
  for candidate in "$root"/run/k3s/containerd/containerd.sock /run/containerd/containerd.sock /run/crio/crio.sock \
    /run/cri-dockerd.sock; do
    [ -n "$endpoint" ] || [ ! -S "$candidate" ] || endpoint=unix://$candidate
  done
fi
[ -n "$crictl" ] || crictl=$(find_crictl)
# What this script went by. Words: key=value.
section settings
words "pid=$pid" "unit=$unit" "staticPodPath=$static_pod_path" "staticPodURL=$url" "period=$period" \
  "runtimeEndpoint=$endpoint" "crictl=$crictl"

# --- Health.
[ "$health_port" = 0 ] || report healthz ask_health "$health_host" "$health_port"

# --- The files that the kubelet reads: pkg/kubelet/config/file.go, v1.37, globs [^.]* and stats what it finds.
# The folder's words: kind, target of the link. Each file's words: path, kind, target of the link, stat; then its bytes.
look_at() {
  kind='missing' target=''
  if [ -d "$1" ]; then kind='folder'
  elif [ -f "$1" ]; then kind='file'
  elif [ -e "$1" ] || [ -L "$1" ]; then kind='other'; fi
  [ ! -L "$1" ] || target=$(readlink "$1")
}
# size, change time, modification time, mode, owner, group: `%z` and `%y` hold spaces.
stat_files() {
  # Some busybox leave the zone out.
  TZ=UTC0 stat -L -c '%s|%z|%y|%a|%U|%G' "$@" 2> /dev/null
}
line_end='
'
# describe_files SECTION FILE…
describe_files() {
  called=$1
  shift
  # One process for all; where one of them is a link to nothing, or is gone by now, one for each.
  all=$(stat_files "$@") || all=
  for file in "$@"; do
    look_at "$file"
    if [ -n "$all" ]; then
      stats=${all%%"$line_end"*}
      all=${all#*"$line_end"}
    else
      stats=$(stat_files "$file")
    fi
    section "$called"
    words "$file" "$kind" "$target" "$stats"
    [ "$kind" != file ] || head -c "$content_bytes" "$file"
    if [ "$kind" = file ] && [ "${stats%%|*}" -gt "$content_bytes" ]; then
      report manifest.sha256 sha256sum "$file"
    fi
  done
}
# describe_folder SECTION FOLDER: what a listing shows of it; nothing where it is empty.
describe_folder() {
  called=$1 folder=$2
  shift 2
  for file in "$folder"/*; do
    if [ -e "$file" ] || [ -L "$file" ]; then set -- "$@" "$file"; fi
  done
  [ $# = 0 ] || describe_files "$called" "$@"
}
if [ -n "$static_pod_path" ]; then
  section manifests
  look_at "$static_pod_path"
  words "$kind" "$target"
  if [ -d "$static_pod_path" ]; then
    describe_folder manifest "$static_pod_path"
  elif [ -f "$static_pod_path" ]; then
    describe_files manifest "$static_pod_path"
  fi
fi

# --- What this product keeps beside it (records.sh). A line each: path, sha256, transaction, between tabs.
for file in "$state"/deployed/*; do
  if [ -f "$file" ]; then
    section deployed
    cat "$state"/deployed/*
    break
  fi
done
describe_folder parked "$state/parked"

# --- The runtime. crictl's own JSON, and why each container that is the newest of its name is not running.
newest_exited() {
  printf '%s\n' "$containers" | flatten_json | awk -F '\t' '
    $3 == "id" { id[$2] = $4 }
    $3 == "podSandboxId" { sandbox[$2] = $4 }
    $3 == "metadata" && $4 == "name" { name[$2] = $5 }
    $3 == "state" { state[$2] = $4 }
    $3 == "createdAt" { created[$2] = $4 }
    END {
      for (i in id) {
        place = sandbox[i] " " name[i]
        # Nanoseconds have more digits than a number holds: as text of one length they compare well.
        if (!(place in newest) || created[i] "" > created[newest[place]] "") newest[place] = i
      }
      for (place in newest) if (state[newest[place]] == "CONTAINER_EXITED" && told++ < 24) print id[newest[place]]
    }'
}
if [ -n "$crictl" ]; then
  report crictl.version run_crictl version
  report crictl.pods run_crictl pods -o json
  report crictl.images run_crictl images -o json
  [ -z "$usage" ] || report crictl.stats run_crictl stats -o json
  if containers=$(run_crictl ps -a -o json 2> /dev/null); then
    section crictl.ps
    printf '%s\n0' "$containers"
    exited=
    case $containers in
      *CONTAINER_EXITED*) exited=$(newest_exited) ;;
    esac
    for id in $exited; do
      report crictl.inspect run_crictl inspect -o json "$id"
    done
  else
    # Once more, for what it says.
    report crictl.ps run_crictl ps -a -o json
  fi
fi

# --- What the kubelet says of its sources, and of mirror Pods that it can't make: the last entry of each text within the
# time after which it would have said it again, two periods or a sync. Words: time in seconds, entry (lines that
# continue it joined by a new line).
if [ -z "$unit" ] && [ -z "$pid" ]; then
  unit=kubelet.service
fi
window=$((2 * period + 5))
[ "$window" -ge $((sync_period * 3 / 2 + 5)) ] || window=$((sync_period * 3 / 2 + 5))
report journal last_entries $((${clock%%.*} - window)) \
  '(^|[^a-z])(file|file_linux|common|config)[.]go:|Failed creating a mirror pod' text
# A web source is complained of once: all that this kubelet said counts, unless the caller knows it up to a time.
if [ -n "$url" ] && [ -n "$pid" ]; then
  [ "$pid" = "$known_kubelet" ] || web_since=
  report journal.web last_entries "${web_since:-$(started_at "$pid")}" '(^|[^a-z])http[.]go:' text 200000
fi

section end
