#!/usr/bin/env bash
# Builds the bed's images without a registry: `build.sh BUSYBOX OUT`, where
# BUSYBOX is a static busybox and OUT the folder for one archive an image.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
busybox=${1:?usage: build.sh BUSYBOX OUT}
out=${2:?usage: build.sh BUSYBOX OUT}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$out"

# shellcheck source-path=SCRIPTDIR source=archive.sh
. "$here/archive.sh"

# Debian's busybox finds its applets by the name it is called by.
layer=$work/layer
mkdir -p "$layer"/{bin,etc,proc,sys,dev,tmp,root,var/www}
install -m 755 "$busybox" "$layer/bin/busybox"
for applet in $("$busybox" --list); do
  [ "$applet" = busybox ] || ln -s busybox "$layer/bin/$applet"
done
echo 'root:x:0:0:root:/root:/bin/sh' > "$layer/etc/passwd"
echo 'root:x:0:' > "$layer/etc/group"
image docker.io/library/busybox:latest "$layer" '{"Env":["PATH=/bin"],"Cmd":["sh"]}' "$out"

pause=$work/pause
mkdir -p "$pause/bin"
install -m 755 "$busybox" "$pause/bin/sleep"
image registry.k8s.io/pause:3.10.1 "$pause" '{"Env":["PATH=/bin"],"Entrypoint":["/bin/sleep","2147483647"]}' "$out"

install -m 755 "$here/nginx.sh" "$layer/bin/nginx"
echo '<h1>Welcome to nginx!</h1>' > "$layer/var/www/index.html"
image docker.io/library/nginx:latest "$layer" \
  '{"Env":["PATH=/bin","NGINX_PORT=80"],"Cmd":["nginx"],"ExposedPorts":{"80/tcp":{}},"StopSignal":"SIGQUIT"}' "$out"
