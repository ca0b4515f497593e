#!/usr/bin/env bash
# Lets kubeadm write what a control plane of one node is made of: `kubeadm.sh NODE_NAME ADDRESS OUT`. OUT/pki and
# OUT/*.conf are what belongs into /etc/kubernetes of the node, OUT/manifests the static Pods.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
name=${1:?usage: kubeadm.sh NODE_NAME ADDRESS OUT}
address=${2:?usage: kubeadm.sh NODE_NAME ADDRESS OUT}
out=${3:?usage: kubeadm.sh NODE_NAME ADDRESS OUT}
kubeadm=$("$here/../../kubelet/build.sh" kubeadm)
root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT

cat > "$root/kubeadm.yaml" << CONFIGURATION
apiVersion: kubeadm.k8s.io/v1beta4
kind: InitConfiguration
nodeRegistration:
  name: $name
  criSocket: unix:///run/containerd/containerd.sock
localAPIEndpoint:
  advertiseAddress: $address
---
apiVersion: kubeadm.k8s.io/v1beta4
kind: ClusterConfiguration
kubernetesVersion: $("$kubeadm" version -o short)
networking:
  podSubnet: 10.204.0.0/16
CONFIGURATION

# kubeadm changes its root to $root: nothing of this machine is read or written.
for phase in 'certs all' 'kubeconfig all' 'etcd local' 'control-plane all'; do
  # shellcheck disable=SC2086 # two words
  "$kubeadm" init phase $phase --config /kubeadm.yaml --rootfs "$root" >&2
done
rm -rf "$out"
mkdir -p "$out"
cp -a "$root"/etc/kubernetes/. "$out/"
