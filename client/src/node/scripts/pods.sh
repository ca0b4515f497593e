# shellcheck shell=sh
# shellcheck disable=SC2034,SC2154 # the parts before and behind this one share its variables
# A part of the scripts that run on a node: what has become of a Pod.

# snapshot FOLDER: the runtime's sandboxes and containers, flattened, and one time for both. Fails, and leaves the last
# one, where the runtime does not answer.
snapshot() {
  {
    run_crictl pods -o json > "$tx/json" 2> "$tx/crictl.stderr" && flatten_json < "$tx/json" > "$1/pods.new" &&
      run_crictl ps -a -o json > "$tx/json" 2> "$tx/crictl.stderr" && flatten_json < "$tx/json" > "$1/containers.new" &&
      mv "$1/pods.new" "$1/pods" && mv "$1/containers.new" "$1/containers"
  } 9>&-
}

# judge WHAT: one line of what has become of manifest $n's Pod since the snapshot before the commit, as words between
# tabs. For WHAT `up`:
#   waiting TEXT        nothing yet
#   inspect ID…         these have ended; their exit codes are wanted in $tx/exits
#   failed ID NAME CODE a container ended that may not
#   up AGE SANDBOX      all run, the youngest for AGE seconds
#   completed           all have ended as they may
# For WHAT `gone`: `gone`, or `waiting TEXT`. For WHAT `back`: the Pod of before runs: `up AGE`, or `waiting TEXT`.
judge() {
  # Since the node's clock was set, if it was.
  steady=-1
  [ -z "$set_at" ] || steady=$((ticks - set_at))
  awk -F '\t' -v what="$1" -v time="$(now)" -v steady="$steady" \
    -v namespace="$namespace" -v pod="$pod" -v policy="$policy" -v fixed="$fixed" \
    -v names="$containers" -v sidecars="$sidecars" -v inits="$inits" -v expect_new="${expect_new:-0}" '
    FILENAME ~ /before\/pods$/ && $3 == "id" { was[$4] = 1; old[$2] = $4 }
    FILENAME ~ /before\/pods$/ && $3 == "state" && $4 == "SANDBOX_READY" { old_ready[$2] = 1 }
    FILENAME ~ /before\/pods$/ && $4 == "kubernetes.io/config.hash" { old_hash[$2] = $5 }
    FILENAME ~ /before\/pods$/ && $3 == "metadata" && $4 == "name" { old_name[$2] = $5 }
    FILENAME ~ /before\/pods$/ && $3 == "metadata" && $4 == "namespace" { old_space[$2] = $5 }
    FILENAME ~ /before\/containers$/ && $3 == "id" { was[$4] = 1; old_container[$2] = $4 }
    FILENAME ~ /before\/containers$/ && $3 == "podSandboxId" { old_place[$2] = $4 }
    FILENAME ~ /before\/containers$/ && $3 == "state" { old_state[$2] = $4 }
    FILENAME ~ /before\/containers$/ && $3 == "metadata" && $4 == "name" { old_title[$2] = $5 }
    FILENAME ~ /now\/pods$/ && $3 == "id" { id[$2] = $4 }
    FILENAME ~ /now\/pods$/ && $3 == "state" { state[$2] = $4 }
    FILENAME ~ /now\/pods$/ && $4 == "kubernetes.io/config.hash" { hash[$2] = $5 }
    FILENAME ~ /now\/pods$/ && $3 == "metadata" && $4 == "name" { name[$2] = $5 }
    FILENAME ~ /now\/pods$/ && $3 == "metadata" && $4 == "namespace" { space[$2] = $5 }
    FILENAME ~ /now\/containers$/ && $3 == "id" { container[$2] = $4 }
    FILENAME ~ /now\/containers$/ && $3 == "podSandboxId" { place[$2] = $4 }
    FILENAME ~ /now\/containers$/ && $3 == "state" { condition[$2] = $4 }
    FILENAME ~ /now\/containers$/ && $3 == "createdAt" { created[$2] = $4 }
    FILENAME ~ /now\/containers$/ && $3 == "metadata" && $4 == "name" { title[$2] = $5 }
    FILENAME ~ /exits$/ { code[$1] = $2 }

    # Nanoseconds have more digits than a number holds: as text of one length they compare well.
    function newer(a, b) { return created[a] "" > created[b] "" }
    function age(i,  seconds) {
      seconds = time - (substr(created[i], 1, 10) "." substr(created[i], 11, 3))
      return steady >= 0 && (seconds < 0 || seconds > steady) ? steady : seconds
    }
    function tell(text) { print text; told = 1; exit }
    # Kinds of containers: app, sidecar, init.
    function note(list, kind,  count, parts, i) {
      count = split(list, parts, " ")
      for (i = 1; i <= count; i++) kinds[parts[i]] = kind
    }
    # Whether a container of that name may end with that code (kubelet: restart policy, init, sidecar).
    function may_end(title, code) {
      if (kinds[title] == "init") return code == 0
      if (kinds[title] == "sidecar" || policy == "Always") return 0
      return code == 0
    }

    END {
      note(names, "app"); note(sidecars, "sidecar"); note(inits, "init")
      for (i in old) if (old_name[i] == pod && old_space[i] == namespace && old_ready[i]) {
        before_ready[old[i]] = 1
        if (old_hash[i] != "") before_hash[old_hash[i]] = 1
      }
      for (i in id) if (name[i] == pod && space[i] == namespace && state[i] == "SANDBOX_READY") {
        if (id[i] in before_ready) still++
        ready[id[i]] = i
      }
      for (i in container) if (condition[i] == "CONTAINER_RUNNING") runs[place[i]]++

      if (what == "gone") {
        for (i in id) if (name[i] == pod && space[i] == namespace) {
          if (state[i] == "SANDBOX_READY") left++
          running += runs[id[i]]
        }
        if (left + running == 0) tell("gone")
        tell("waiting\tits " (running ? "containers" : "sandbox") " to end")
      }

      if (what == "back") {
        # The sandbox of before, or a new one with the same hash, in which the same containers run.
        for (i in old_container) if (old_place[i] in before_ready && old_state[i] == "CONTAINER_RUNNING") wanted[old_title[i]] = 1
        for (sandbox in ready) if (hash[ready[sandbox]] in before_hash) {
          missing = 0
          youngest = ""
          for (one in wanted) {
            found = ""
            for (i in container)
              if (place[i] == sandbox && title[i] == one && condition[i] == "CONTAINER_RUNNING" &&
                  (!expect_new || !(container[i] in was))) found = i
            if (found == "") missing++
            else if (youngest == "" || newer(found, youngest)) youngest = found
          }
          if (!missing) tell("up\t" (youngest == "" ? time : age(youngest)))
        }
        tell("waiting\tthe Pod of before")
      }

      chosen = ""
      for (sandbox in ready) {
        i = ready[sandbox]
        if (fixed == 1) chosen = sandbox
        # A sandbox of before shows nothing; a new one with the same hash does where the one of before has ended.
        else if (!(sandbox in was) && (!(hash[i] in before_hash) || !still)) chosen = sandbox
      }
      if (chosen == "") tell(still ? "waiting\tthe Pod of before to end" : "waiting\ta sandbox")
      unknown = ""
      for (i in container) if (place[i] == chosen && !(fixed == 1 && container[i] in was)) {
        fresh++
        if (!(title[i] in newest) || newer(i, newest[title[i]])) newest[title[i]] = i
        if (condition[i] == "CONTAINER_EXITED") {
          if (!(container[i] in code)) unknown = unknown "\t" container[i]
          else if (!may_end(title[i], code[container[i]])) {
            # The kubelet drops the elder ones, and their logs, when a younger one has ended.
            if (worst == "" || newer(i, worst)) worst = i
          }
        }
      }
      if (unknown != "") tell("inspect" unknown)
      if (worst != "") tell("failed\t" container[worst] "\t" title[worst] "\t" code[container[worst]])
      if (fixed == 1 && !fresh) tell("waiting\ta container that is newer than the file")
      ended = 0; alive = 0; missing = ""; youngest = ""
      for (one in kinds) if (kinds[one] != "init") {
        i = one in newest ? newest[one] : ""
        if (i == "" && fixed == 1)
          for (j in container)
            if (place[j] == chosen && title[j] == one && condition[j] == "CONTAINER_RUNNING") i = j
        if (i != "" && condition[i] == "CONTAINER_RUNNING") {
          alive++
          if (youngest == "" || newer(i, youngest)) youngest = i
        } else if (i != "" && condition[i] == "CONTAINER_EXITED") ended++
        else missing = missing " " one
      }
      if (missing != "") tell("waiting\tcontainers:" missing)
      if (!alive) tell(ended ? "completed" : "waiting\tcontainers")
      tell("up\t" age(youngest) "\t" chosen)
    }' "$tx/before/pods" "$tx/before/containers" "$tx/now/pods" "$tx/now/containers" "$tx/exits"
}

# learn_exits ID…: how these containers ended, for judge. One that is gone by now is left out: the next snapshot lacks it.
learn_exits() {
  for container in "$@"; do
    run_crictl inspect -o json "$container" 2> /dev/null 9>&- | flatten_json | awk -F '\t' -v id="$container" '
      $1 == "status" && $2 == "exitCode" { code = $3 }
      $1 == "status" && $2 == "reason" { reason = $3 }
      END { if (code != "") print id "\t" code "\t" reason }' >> "$tx/exits"
  done
}

# kubelet_entries: the kubelet's log since the commit, as observe.sh reads it: time, tab, entry with its lines joined.
kubelet_entries() {
  {
    if has journalctl && [ -n "$unit" ]; then
      journalctl -q --no-pager -o short-unix -u "$unit" --since "@${committed_before%%.*}" 2> /dev/null
    elif [ -f "$log_file" ]; then
      # Its lines carry no date: those that were there before are passed over by their number of bytes.
      tail -c "+$(($(cat "$tx/log.size") + 1))" "$log_file" | sed "s/^/$(now) node kubelet: /"
    fi
  } 9>&- | awk '
    function keep() { if (entry != "") print time "\t" entry; entry = "" }
    {
      stamp = $1
      if (!match($0, /: /)) next
      text = substr($0, RSTART + 2)
      gsub(/\t/, " ", text)
      if (match(text, /[IWEF][0-9][0-9][0-9][0-9] [0-9:.]+ +[0-9]+ [^ ]+:[0-9]+\] /)) { keep(); time = stamp; entry = substr(text, RSTART) }
      else if (entry != "") entry = entry " " text
    }
    END { keep() }'
}

# refusal: the newest entry of the kubelet that refuses manifest $n as it is since the commit. A list that read the file
# of before may reach the journal a moment after the rename, so lists count from half a second later; an event can only
# be the rename's own.
refusal() {
  awk -F '\t' -v path="$path" -v before="$committed_before" -v after="$committed_after" '
    $2 ~ /file\.go:[0-9]+\] "Could not process manifest file"/ && $1 > after + 0.5 && index($2, "path=\"" path "\"") { found = $2 }
    $2 ~ /"Unable to process watch event"/ && $1 > before && index($2, "config file \\\"" path "\\\"") { found = $2 }
    END { print found }' "$tx/entries"
}

# was_listed: 1 where a list of the kubelet met manifest $n since the commit and refused it, else 0.
was_listed() {
  awk -F '\t' -v path="$path" -v before="$committed_before" '
    $2 ~ /"Could not process manifest file"/ && $1 > before && index($2, "path=\"" path "\"") { found = 1 }
    END { print found + 0 }' "$tx/entries"
}

# complaint: the newest warning or error of the kubelet about manifest $n's Pod.
complaint() {
  awk -F '\t' -v pod="$namespace/$pod" '
    $2 ~ /^[EW]/ && index($2, "\"" pod "\"") { found = $2 }
    END { print found }' "$tx/entries"
}
