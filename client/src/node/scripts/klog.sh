# shellcheck shell=sh
# shellcheck disable=SC2034,SC2154 # the parts before and behind this one share its variables
# A part of the scripts that run on a node: the kubelet's log, in the journal of $unit or in a file, as entries of klog.

# last_entries SINCE ABOUT KEY [LINES]: of the entries since that second, in the newest so many lines, which match ABOUT
# the last of each, told apart by their `text`, or by `message` and Pod. Prints a line with the time, '' where the log
# knows none, then the entry's lines, each behind a space.
last_entries() {
  if has journalctl && [ -n "$unit" ]; then
    # shellcheck disable=SC2086 # an option and its number, or nothing
    journalctl -q --no-pager -o short-unix -u "$unit" --since "@$1" ${4:+-n "$4"} | cut_entries journal "$2" "$3"
  else
    for file in "$root"/var/lib/rancher/rke2/agent/logs/kubelet.log "$root"/var/log/kubelet.log; do
      [ ! -f "$file" ] || tail -c 1000000 "$file" | cut_entries file "$2" "$3"
    done
  fi
}

cut_entries() {
  awk -v header="$1" -v about="$2" -v by="$3" '
    function key_of(entry,  key, pod) {
      key = entry
      sub(/^[^]]*\] ?/, "", key)
      if (by != "message") return key
      pod = match(entry, / pod="[^"]*"/) ? substr(entry, RSTART, RLENGTH) : ""
      # The message stands first, in quotes.
      if (match(key, /^"[^"]*"/)) key = substr(key, RSTART, RLENGTH)
      return key pod
    }
    function keep(  key) {
      if (entry != "" && entry ~ about) {
        key = key_of(entry)
        if (!(key in last)) order[++count] = key
        last[key] = time "\n " entry
      }
      entry = ""
    }
    {
      text = $0
      stamp = ""
      if (header == "journal") {
        stamp = $1
        if (!match(text, /: /)) next
        text = substr(text, RSTART + 2)
      }
      if (match(text, /[IWEF][0-9][0-9][0-9][0-9] [0-9:.]+ +[0-9]+ [^ ]+:[0-9]+\] /)) {
        place = RSTART
        keep()
        entry = substr(text, place)
        time = stamp
      } else if (entry != "") entry = entry "\n " text
    }
    END {
      keep()
      first = count > 400 ? count - 399 : 1
      for (i = first; i <= count; i++) print last[order[i]]
    }'
}
