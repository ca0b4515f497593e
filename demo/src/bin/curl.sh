#!/bin/sh
# curl of a demo node: the kubelet's health is all that it can fetch, and it looks at a file for that.
#
# ask.sh stands before this text.
# shellcheck disable=SC2154 # run is set in ask.sh

[ -f "$run/healthz" ] || exit 7
exec cat "$run/healthz"
