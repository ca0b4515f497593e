#!/usr/bin/env bash
# Builds programs of one Kubernetes release into .cache/bin/<minor>/ of the
# repository: `build.sh PROGRAM… [--version 1.37]` (by default the version that
# go.mod requires). A program is one of
# Kubernetes' own commands (kubelet, kube-apiserver, kubeadm, …) or a folder of
# test/kubelet/cmd. What is there and made of the same inputs is left alone.
# Prints the path of each program on standard output.
set -euo pipefail
cd "$(dirname "$0")"

required() { sed -nE 's#^(require)?[[:space:]]*k8s\.io/kubernetes (v[0-9.]+)$#\2#p' "$1"; }
minor=$(required go.mod)
minor=${minor#v}
minor=${minor%.*}
programs=()
while [ $# -gt 0 ]; do
  case $1 in
    --version) minor=${2:?build.sh: --version needs a minor version such as 1.37}; shift ;;
    --version=*) minor=${1#*=} ;;
    -*) echo "build.sh: unknown option $1; usage: build.sh PROGRAM… [--version 1.37]" >&2; exit 2 ;;
    *) programs+=("$1") ;;
  esac
  shift
done
[ ${#programs[@]} -gt 0 ] || { echo "usage: build.sh PROGRAM… [--version 1.37]" >&2; exit 2; }

module=versions/$minor.mod
case $(required go.mod) in v"$minor".*) module=go.mod ;; esac
[ -f "$module" ] || { echo "build.sh: no module file for Kubernetes $minor; write one with require.sh" >&2; exit 2; }
release=$(required "$module")
case $release in v"$minor".*) ;; *) echo "build.sh: $module requires k8s.io/kubernetes '$release'" >&2; exit 1 ;; esac

version=k8s.io/component-base/version
flags="-s -w -X $version.gitVersion=$release -X $version.gitMajor=1 -X $version.gitMinor=${minor#1.} -X $version.gitTreeState=clean"
bin=../../.cache/bin/$minor
mkdir -p "$bin"
bin=$(cd "$bin" && pwd)

# The toolchain, the flags, the module's requirements and, for a program of our
# own, its Go sources and those that programs may share: an edit to a package
# that it does not import costs a relink, which is cheaper than asking `go list`.
inputs() {
  go env GOVERSION GOOS GOARCH
  echo "$flags"
  cat "$module" "${module%.mod}.sum"
  [ ! -d "cmd/$1" ] || find "cmd/$1" internal -name '*.go' ! -name '*_test.go' -print0 2>/dev/null | LC_ALL=C sort -z | xargs -0 cat
}

for program in "${programs[@]}"; do
  if [ -d "cmd/$program" ]; then package=./cmd/$program; else package=k8s.io/kubernetes/cmd/$program; fi
  sum=$(inputs "$program" | sha256sum | cut -d' ' -f1)
  (
    # Two test runs may ask for the same program at once.
    flock 9
    if [ ! -x "$bin/$program" ] || [ "$(cat "$bin/.$program.inputs" 2>/dev/null || true)" != "$sum" ]; then
      echo "build.sh: building $program of Kubernetes $minor" >&2
      CGO_ENABLED=0 GOFLAGS=-buildvcs=false nice go build -tags "k8s_${minor/./_}" -mod=readonly -modfile="$module" -trimpath \
        -ldflags "$flags" -o "$bin/.$program.new" "$package"
      mv "$bin/.$program.new" "$bin/$program"
      echo "$sum" > "$bin/.$program.inputs"
    fi
  ) 9> "$bin/.$program.lock"
  echo "$bin/$program"
done
