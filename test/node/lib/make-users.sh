#!/bin/sh
# make-users.sh PASSWORD: the node's users, with the public keys on standard input.
# ops and opskbd have sudo without a password, opspw with one, plain has none;
# sshd_config.d/bed.conf lets opskbd in by keyboard-interactive only.
set -eu
cat > /root/authorized_keys
for user in ops opspw opskbd plain; do
  useradd --create-home --shell /bin/bash "$user"
  echo "$user:$1"
done | chpasswd
for user in root ops opspw plain; do
  home=$(getent passwd "$user" | cut -d: -f6)
  install -d -m 700 -o "$user" -g "$user" "$home/.ssh"
  install -m 600 -o "$user" -g "$user" /root/authorized_keys "$home/.ssh/authorized_keys"
done
rm /root/authorized_keys
