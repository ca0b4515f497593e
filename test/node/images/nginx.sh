#!/bin/sh
# What the bed runs for nginx: busybox httpd on port $NGINX_PORT. Two Pods on the
# node's network need two ports. The first process of a container ignores the
# signals that it has no handler for: without this trap a stop takes the whole
# grace period.
stop() {
  echo "nginx: stopping on $1"
  kill "$httpd"
  wait "$httpd"
  exit 0
}
trap 'stop SIGTERM' TERM
trap 'stop SIGQUIT' QUIT
trap 'stop SIGINT' INT
echo "nginx: listening on port ${NGINX_PORT:=80}"
httpd -f -v -p "$NGINX_PORT" -h /var/www &
httpd=$!
wait "$httpd"
