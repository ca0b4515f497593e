#!/bin/sh
# What the demo node's kubelet process would run: it only knows its version.
echo 'Kubernetes v@VERSION@'
