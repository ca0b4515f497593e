#!/bin/sh
# Tells what the kubelet said of mirror Pods and of its API server.
#
#   sh -s -- unit=UNIT seconds=N
#
# places.sh and klog.sh stand before this text. Prints, for each message and Pod, the last entry of the last N seconds: a line with
# its time, then the entry's lines, each behind a space; as the section `journal` of observe.sh. It only reads.
# shellcheck disable=SC2034 # unit is for klog.sh

unit='' seconds=900
for argument in "$@"; do
  value=${argument#*=}
  case $argument in
    unit=*) unit=$value ;;
    seconds=*) seconds=$value ;;
  esac
done
LC_ALL=C
export LC_ALL

# pkg/kubelet/kubelet.go, kubelet_node_status.go and component-helpers' lease controller, v1.31 to v1.37.
about='mirror pod|node info from the cluster|register node with API server|node status|ensure lease exists|update lease'

last_entries $(($(date +%s) - seconds)) "$about" message
