#!/usr/bin/env bash
# Writes the module file of one Kubernetes release: `require.sh 1.37.2`.
# The newest release is go.mod itself; every other one is versions/<minor>.mod
# and is chosen with `go build -modfile`. A release newer than go.mod's becomes
# go.mod, and the one before moves to versions/. Kubernetes replaces its staging
# modules by folders of its own repository, and replacements of a dependency
# do not count for the module that requires it, so each is replaced again here
# by the published module of the same release. Where the Go module proxy lacks
# that patch of a staging module, the nearest lower one is taken and named on
# standard error: k8s.io/api and k8s.io/apimachinery, which decide verdicts, must
# be exact.
set -euo pipefail
cd "$(dirname "$0")"

release=${1:?usage: require.sh RELEASE, for example require.sh 1.37.2}
minor=${release%.*}
newest=$(sed -nE 's#^(require)?[[:space:]]*k8s\.io/kubernetes v([0-9]+\.[0-9]+)\.[0-9]+$#\2#p' go.mod)
if [ "$(printf '%s\n' "$minor" "$newest" | sort -V | tail -1)" = "$minor" ]; then file=go.mod; else file=versions/$minor.mod; fi

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
source=$(cd "$scratch" && go mod download -json "k8s.io/kubernetes@v$release" |
  sed -n 's/^\t"GoMod": "\(.*\)",$/\1/p')
staging=$(sed -n 's#^\t\(k8s\.io/[a-z0-9-]*\) => \./staging/.*#\1#p' "$source")
[ -n "$staging" ] || { echo "require.sh: no staging modules found in the go.mod of $release" >&2; exit 1; }

published() { (cd "$scratch" && go mod download "$1@$2") > /dev/null 2>&1; }
staged() { # module: the version that stands for it
  local patch=${release##*.}
  until published "$1" "v0.${minor#1.}.$patch"; do
    case $1 in
      k8s.io/api | k8s.io/apimachinery) echo "require.sh: $1 v0.${release#1.} is not to be had" >&2; return 1 ;;
    esac
    [ "$patch" -gt 0 ] || { echo "require.sh: no $1 of Kubernetes $minor is to be had" >&2; return 1; }
    patch=$((patch - 1))
  done
  [ "$patch" = "${release##*.}" ] || echo "require.sh: $1 v0.${minor#1.}.$patch stands for v0.${release#1.}" >&2
  echo "v0.${minor#1.}.$patch"
}

{
  echo "module static-pods/test/kubelet"
  echo
  grep -E '^go [0-9.]+$' "$source"
  grep -E '^godebug default=' "$source" || true
  echo
  echo "require k8s.io/kubernetes v$release"
  echo
  echo "replace ("
  for module in $staging; do
    version=$(staged "$module")
    printf '\t%s => %s %s\n' "$module" "$module" "$version"
  done
  echo ")"
} > "$scratch/module"
if [ "$file" = go.mod ] && [ "$minor" != "$newest" ]; then
  mv go.mod "versions/$newest.mod"
  mv go.sum "versions/$newest.sum"
fi
cp "$scratch/module" "$file"
rm -f "${file%.mod}.sum"
GOFLAGS=-mod=mod go mod tidy -modfile="$file"
