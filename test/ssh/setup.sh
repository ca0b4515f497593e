#!/bin/sh
# Makes this machine ready for the SSH tests, and takes the traces away again.
#
#   setup.sh install  installs OpenSSH's server, sudo and busybox where they are missing (Debian)
#   setup.sh up       does that and makes the users
#   setup.sh down     removes the users and their sudo rules; the packages stay
#
# Users: spops (sudo without a password), spopspw (sudo with one), spnosudo (none), sptty (sudo insists on a terminal).
# Each has the password that SPOPS_PASSWORD names.
set -eu

users='spops spopspw spnosudo sptty'
rules=/etc/sudoers.d/static-pods-test

missing_packages() {
  [ -x /usr/sbin/sshd ] || echo openssh-server
  command -v ssh >/dev/null || echo openssh-client
  command -v sudo >/dev/null || echo sudo
  command -v busybox >/dev/null || echo busybox-static
}

install_programs() {
  packages=$(missing_packages)
  if [ -n "$packages" ]; then
    export DEBIAN_FRONTEND=noninteractive
    apt-get -o DPkg::Lock::Timeout=300 update -qq
    # shellcheck disable=SC2086 # a list of words
    apt-get -o DPkg::Lock::Timeout=300 install -y -qq --no-install-recommends $packages
  fi
  # sshd's folder for privilege separation, which the package's service would make.
  mkdir -p /run/sshd
}

up() {
  install_programs
  down
  for user in $users; do
    useradd --create-home --shell /bin/sh "$user"
    printf '%s:%s\n' "$user" "$SPOPS_PASSWORD" | chpasswd
  done
  umask 337
  cat >"$rules" <<'RULES'
spops ALL=(ALL) NOPASSWD: ALL
Defaults:spops use_pty
spopspw ALL=(ALL) ALL
sptty ALL=(ALL) NOPASSWD: ALL
Defaults:sptty requiretty
RULES
}

down() {
  rm -f "$rules"
  for user in $users; do
    if id "$user" >/dev/null 2>&1; then
      # What a cut connection left running would keep the user alive.
      pkill -KILL -u "$user" || true
      userdel --remove "$user" 2>/dev/null || userdel --force --remove "$user" 2>/dev/null
    fi
  done
}

case ${1-} in
  install) install_programs ;;
  up) up ;;
  down) down ;;
  *)
    echo "usage: $0 install|up|down" >&2
    exit 2
    ;;
esac
