#!/bin/sh
# Tells on standard output how this user gets root's rights: root, missing, granted or denied; sudo's own words follow
# on standard error. -k: a ticket that sudo has cached must not look like NOPASSWD.
if [ "$(id -u)" = 0 ]; then
  echo root
elif ! command -v sudo >/dev/null 2>&1; then
  echo missing
elif LC_ALL=C sudo -k -n true; then
  echo granted
else
  echo denied
fi
