#!/bin/sh
# Tells which files may say what the kubelet goes by: its unit's, their environment's, its configuration's; and what the
# running kubelet says of itself. Goes together with observe.sh, which knows the process and its configuration files.
#
#   sh -s -- unit=UNIT [address=ADDRESS:PORT] [config=PATH]… [configFolder=PATH]
#
# json.sh, places.sh, sections.sh and kubelet.sh stand before this text. Sections: `unit` (a report of systemctl),
# `unit.file`, `environment` and `config`, whose words are a path, the path without symbolic links, and `there` or
# `missing`, then the text behind them; `configz`, a report of what the kubelet itself goes by.
#
# It only reads.
# shellcheck disable=SC2154 # root is set in places.sh

unit='' address='' config_folder=''
for setting in "$@"; do
  value=${setting#*=}
  case $setting in
    unit=*) unit=$value ;;
    address=*) address=$value ;;
    configFolder=*) config_folder=$value ;;
  esac
done
LC_ALL=C
export LC_ALL

file_section() {
  section "$1"
  state=missing
  [ ! -f "$2" ] || state=there
  words "$2" "$(readlink -f "$2" 2> /dev/null || echo "$2")" "$state"
  [ "$state" = missing ] || cat "$2"
}

unit_property() {
  systemctl show --no-pager -p "$1" "$unit" 2> /dev/null | sed -n "s/^$1=//p"
}

# Behind `3`, what a command prints passes by the substitution that catches its errors.
exec 3>&1

if has systemctl && [ -n "$unit" ]; then
  report unit systemctl show --no-pager -p LoadState -p ActiveState -p FragmentPath -p DropInPaths -p NeedDaemonReload "$unit"
  # Paths of units hold no spaces: systemd escapes them.
  for file in $(unit_property FragmentPath) $(unit_property DropInPaths); do
    file_section unit.file "$file"
  done
fi
# Each a line `PATH (ignore_errors=yes)`; and where distributions keep them, named by a unit or not.
{
  ! has systemctl || [ -z "$unit" ] || unit_property EnvironmentFiles | sed 's/ (ignore_errors=[a-z]*)$//'
  printf '%s\n' "$root/var/lib/kubelet/kubeadm-flags.env" "$root/etc/default/kubelet" "$root/etc/sysconfig/kubelet" \
    "$root/etc/kubernetes/kubelet"
} | awk '!seen[$0]++' | while IFS= read -r file; do
  [ ! -f "$file" ] || file_section environment "$file"
done
for setting in "$@"; do
  case $setting in
    config=*) file_section config "${setting#*=}" ;;
  esac
done
drop_ins "$config_folder" | while IFS= read -r file; do
  file_section config "$file"
done
ask_configz() {
  # The kubelet's certificate is its own: there is nothing to check it against, and nothing secret is sent.
  curl -sk --max-time 3 --noproxy '*' -w '\n%{http_code}' "https://$address/configz"
}
if [ -n "$address" ] && has curl; then
  report configz ask_configz
fi
section end
