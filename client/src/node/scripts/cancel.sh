#!/bin/sh
# Asks a transaction to put everything back:   sh -s -- ID
# places.sh and journal.sh stand before this text.
# shellcheck disable=SC2154 # state is set in places.sh

case $1 in
  '' | *[!0-9a-z-]*) exit 2 ;;
esac
tx=$state/transactions/$1
[ ! -d "$tx" ] || : > "$tx/cancel"
