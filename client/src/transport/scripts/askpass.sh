#!/bin/sh
# OpenSSH's SSH_ASKPASS: hands a question to the program that started ssh, on standard error, and waits for the answer on
# a pipe of its own. Nobody else knows STATIC_PODS_ASKPASS_MARK, so nothing that a host says is taken for a question.
set -eu
umask 077
mark=$STATIC_PODS_ASKPASS_MARK
ask() {
  printf '%s\036%s\036%s\036%s\036\n' "$mark" "$$" "${SSH_ASKPASS_PROMPT:-}" "$(printf '%s' "$1" | tr -d '\036')" >&2
}
if [ "${SSH_ASKPASS_PROMPT:-}" = none ]; then
  ask "$1"
  exit 0
fi
pipe=$STATIC_PODS_ASKPASS_FOLDER/answer.$$
mkfifo "$pipe"
# Where ssh is gone, nobody wants the answer any more, and nobody may be left to give it.
{
  while kill -0 "$PPID"; do sleep 1; done
  echo none > "$pipe"
} > /dev/null 2>&1 &
ask "$1"
status=0
{
  IFS= read -r verdict
  if [ "$verdict" = given ]; then cat; else status=1; fi
} < "$pipe"
kill "$!"
exit "$status"
