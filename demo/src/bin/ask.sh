# shellcheck shell=sh
# A part of the demo node's programs: how they ask the simulated kubelet, which is another process, to do something.

run=$STATIC_PODS_ROOT/run/demo

nap() {
  sleep 0.05 2> /dev/null || sleep 1
}

# ask WORD…: hands the words over as a file, waits for the answer and prints it. Returns the answer's exit code, or 1
# where the demo node is gone.
ask() {
  question=$$-$(date +%s%N)
  printf '%s\n' "$@" > "$run/questions/.$question"
  mv "$run/questions/.$question" "$run/questions/$question"
  while [ ! -f "$run/answers/$question" ]; do
    if [ ! -d "$run/questions" ]; then
      echo 'the demo node is gone' >&2
      return 1
    fi
    nap
  done
  {
    read -r code
    if [ "$code" = 0 ]; then cat; else cat >&2; fi
  } < "$run/answers/$question"
  rm -f "$run/answers/$question"
  return "$code"
}
