#!/usr/bin/env bash
# Writes server/src/schema/pod-facts.json from the releases that go.mod and
# versions/*.mod require. `npm run facts` calls it.
set -euo pipefail
cd "$(dirname "$0")"

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
folder() { # module version
  (cd "$scratch" && go mod download -json "$1@$2") | sed -n 's/^\t"Dir": "\(.*\)",$/\1/p'
}

mapfile -t releases < <(sed -nE 's#^(require)?[[:space:]]*k8s\.io/kubernetes v([0-9.]+)$#\2#p' go.mod versions/*.mod | sort -V)
arguments=()
for release in "${releases[@]}"; do
  staging=v0.${release#1.}
  api=$(folder k8s.io/api "$staging")
  apimachinery=$(folder k8s.io/apimachinery "$staging")
  kubernetes=$(folder k8s.io/kubernetes "v$release")
  arguments+=("$release=$api,$apimachinery,$kubernetes/api/openapi-spec/swagger.json")
done

GOFLAGS='' go run ./cmd/facts "${arguments[@]}" > "$scratch/pod-facts.json"
mkdir -p ../../server/src/schema
cp "$scratch/pod-facts.json" ../../server/src/schema/pod-facts.json
