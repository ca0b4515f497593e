#!/usr/bin/env bash
# Builds a control plane's images without a registry: `images.sh OUT`, one archive an image, under the names that
# kubeadm writes into its manifests. Each holds the program and nothing else, built here from the Kubernetes modules.
# What is there and made of the same programs is left alone. Prints the archives' paths.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
out=${1:?usage: images.sh OUT}
mkdir -p "$out"
out=$(cd "$out" && pwd)
# Two test runs may ask at once: the second finds what the first made.
exec 9> "$out/lock"
flock 9
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# shellcheck source-path=SCRIPTDIR source=../images/archive.sh
. "$here/../images/archive.sh"

programs=(etcd kube-apiserver kube-controller-manager kube-scheduler)
kubeadm=$("$here/../../kubelet/build.sh" kubeadm)
"$here/../../kubelet/build.sh" "${programs[@]}" > "$work/paths"
release=$("$kubeadm" version -o short)
"$kubeadm" config images list --kubernetes-version "$release" > "$work/names"

for program in "${programs[@]}"; do
  path=$(grep "/$program\$" "$work/paths")
  name=$(grep "/$program:" "$work/names")
  archive=$out/$(tr '/:' '__' <<< "$name").tar
  sum=$({ sha256sum "$path"; cat "$here/../images/archive.sh" "$0"; } | sha256sum)
  if [ ! -f "$archive" ] || [ "$(cat "$archive.made" 2> /dev/null || true)" != "$sum" ]; then
    layer=$work/$program
    install -D -m 755 "$path" "$layer/usr/local/bin/$program"
    image "$name" "$layer" '{"Env":["PATH=/usr/local/bin"]}' "$out"
    rm -rf "$layer"
    echo "$sum" > "$archive.made"
  fi
  echo "$archive"
done
