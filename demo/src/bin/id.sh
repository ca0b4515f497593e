#!/bin/sh
# id of a demo node: whoever runs the demo is root there, though not on the machine.

case "$*" in
  -u) echo 0 ;;
  -un | '-u -n') echo root ;;
  *) echo 'uid=0(root) gid=0(root) groups=0(root)' ;;
esac
