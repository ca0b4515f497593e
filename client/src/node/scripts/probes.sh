# shellcheck shell=sh
# shellcheck disable=SC2034,SC2154 # the parts before and behind this one share its variables
# A part of reconcile.sh: whether a Pod that runs is ready. The CRI does not know, so the manifest's readiness probes
# are asked from here: words `container|scheme|host|port|path` in $probes, the host empty for the Pod's own address.

# ready_now SANDBOX: whether every probe is answered; else $unready says which is not, and how. A node that has nothing
# to ask with leaves it at "runs".
ready_now() {
  unready=''
  [ -n "$probes" ] || return 0
  has curl || has wget || return 0
  # A path may hold what the shell takes for a pattern.
  set -f
  for probe in $probes; do
    container=${probe%%|*} probe=${probe#*|}
    scheme=${probe%%|*} probe=${probe#*|}
    host=${probe%%|*} probe=${probe#*|}
    [ -n "$host" ] || host=$(address_of "$1")
    # Without an address of its own there is nothing that could be asked.
    [ -n "$host" ] || continue
    url=$scheme://$host:${probe%%|*}${probe#*|}
    answer=$(ask "$url")
    # pkg/probe/http, v1.37: from 200 on, below 400.
    case $answer in
      [23]??) ;;
      *) unready="$container to be ready: $url ${answer:-does not answer}" && break ;;
    esac
  done
  set +f
  [ -z "$unready" ]
}

# ask URL: the status of its answer; nothing where there is none. As the kubelet's probes it trusts any certificate.
ask() {
  if has curl; then
    status=$(curl -q -gsk --noproxy '*' --max-time 5 -o /dev/null -w '%{http_code}' "$1" 2> /dev/null 9>&-)
    [ "$status" = 000 ] || printf '%s' "$status"
  elif wget -q -T 5 -O /dev/null --no-check-certificate "$1" 2> /dev/null 9>&-; then
    printf 200
  fi
}

# address_of SANDBOX: of the Pod's network; nothing where it uses the node's.
address_of() {
  run_crictl inspectp -o json "$1" 2> /dev/null 9>&- | flatten_json | awk -F '\t' '
    $1 == "status" && $2 == "network" && $3 == "ip" { print index($4, ":") ? "[" $4 "]" : $4 }'
}
