# shellcheck shell=sh
# shellcheck disable=SC2034,SC2154 # the parts before and behind this one share its variables
# A part of the scripts that run on a node: crictl, as `crictl` and `endpoint` say.

run_crictl() {
  "$crictl" ${endpoint:+--runtime-endpoint "$endpoint"} --timeout 10s "$@"
}
