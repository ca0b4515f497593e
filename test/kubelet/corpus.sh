#!/usr/bin/env bash
# Judges cases by the verdict tools of all Kubernetes versions:
#   corpus.sh CASES.ndjson [VERDICT FLAG…] > CORPUS.ndjson
#   corpus.sh --check CORPUS.ndjson [VERDICT FLAG…]
# A case is a line {"name", "manifest"}, a corpus what /cmd/corpus prints. With
# VERSIONS="1.36 1.37" only those are asked.
set -euo pipefail
cd_back=$PWD
cd "$(dirname "$0")"

check=()
if [ "${1:-}" = --check ]; then check=(--check); shift; fi
cases=${1:?usage: corpus.sh [--check] CASES.ndjson [VERDICT FLAG…]}
shift
case $cases in /*) ;; *) cases=$cd_back/$cases ;; esac
[ ${#check[@]} -eq 0 ] || check+=("$cases")

versions=${VERSIONS:-$(sed -nE 's#^(require)?[[:space:]]*k8s\.io/kubernetes v([0-9]+\.[0-9]+)\.[0-9]+$#\2#p' go.mod versions/*.mod | sort -V | tr '\n' ' ')}
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
columns=()
newest=${versions% }
newest=${newest##* }
for minor in $versions; do
  verdict=$(./build.sh verdict --version "$minor")
  bare=(--bare)
  [ "$minor" != "$newest" ] || [ ${#check[@]} -gt 0 ] || bare=()
  "$verdict" ${bare[@]+"${bare[@]}"} "$@" "$cases" > "$scratch/$minor"
  columns+=("$minor=$scratch/$minor")
done
go run ./cmd/corpus ${check[@]+"${check[@]}"} "${columns[@]}"
