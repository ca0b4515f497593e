#!/usr/bin/env bash
# Builds a containerd that tells container events, which Debian's 1.6 does not, and its shim, into
# .cache/bin/containerd of the repository. What is there and made of the same is left alone. Prints the folder.
set -euo pipefail
cd "$(dirname "$0")"

module=github.com/containerd/containerd/v2
version=$(sed -nE "s#^require $module (v[0-9.]+)\$#\1#p" go.mod)
[ -n "$version" ] || { echo "build.sh: go.mod does not require $module" >&2; exit 1; }
bin=../../../.cache/bin/containerd
mkdir -p "$bin"
bin=$(cd "$bin" && pwd)
sum=$({ go env GOVERSION GOOS GOARCH; cat go.mod go.sum build.sh; } | sha256sum | cut -d' ' -f1)
(
  # Two test runs may ask at once.
  flock 9
  if [ "$(cat "$bin/.inputs" 2> /dev/null || true)" != "$sum" ]; then
    echo "build.sh: building containerd $version (about 2 minutes, once)" >&2
    CGO_ENABLED=0 GOFLAGS=-buildvcs=false nice go build -mod=readonly -trimpath \
      -ldflags "-s -w -X $module/version.Version=$version" -o "$bin/" \
      "$module/cmd/containerd" "$module/cmd/containerd-shim-runc-v2"
    echo "$sum" > "$bin/.inputs"
  fi
) 9> "$bin/.lock"
echo "$bin"
