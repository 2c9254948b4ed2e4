# For runbook.sh: waits until what `restart`, `pause` and `resume` have begun is there. A worker answers
# them before it has done anything, and tasks that it has not stopped yet still say RUNNING: so after a
# restart first their configuration has to be the new one, then a state counts once it has moved, or has
# stood for a while.
await_s=${RESTART_WAIT:-90}

now_ms() { printf '%s' $((${EPOCHREALTIME/[.,]/} / 1000)); }

# A question whose answer may be that a rebalance is on its way; nothing secret in an argument.
await_jq() { # FILTER [JSON]...: $in[0], $in[1]...
    jq -nrc -L $here --slurpfile in <(printf '%s\n' "${@:2}") 'include "await"; '"$1"
}

await_tasks() { # changed: until every task has it; 1: not by then
    while [ "$(now_ms)" -lt "$until_ms" ]; do
        ask GET "/connectors/$name/tasks"
        [ "$code" != 404 ] || return 0
        [ "$code" != 200 ] || [ "$(await_jq 'tasks_have($in[0]; $in[1])' "$answer" "$1")" = false ] || return 0
        sleep 0.2
    done
    return 1
}

stands_ms() { # restarting moved: how long this state has to stand until it counts
    if [ "$1" = false ]; then echo 0
    elif [ "$2" = false ] && [ "$(await_jq 'is_news($in[0]; $in[1])' "$status_before" "$answer")" = false ]; then
        echo 3000
    elif [ "$state" = RUNNING ]; then echo 1000 # what cannot work fails at once
    else echo 0; fi
}

await_state() { # restarting: sets state once it counts; 1: not by then
    local since last='' moved=false missing=0
    while [ "$(now_ms)" -lt "$until_ms" ]; do
        ask GET "/connectors/$name/status"
        if [ "$code" = 404 ] && [ $((missing += 1)) -gt 10 ]; then state=unknown; return 0; fi
        state=moving
        [ "$code" != 200 ] || state=$(await_jq 'state_of($in[0])' "$answer")
        [ "$state" != moving ] || moved=true
        if [ "$state" != "$last" ]; then last=$state since=$(now_ms); fi
        if [ "$state" != moving ] && [ $(($(now_ms) - since)) -ge "$(stands_ms "$1" $moved)" ]; then return 0; fi
        sleep 0.2
    done
    return 1
}

await_restart() { # the answer of POST restart; before, status_before, body: what was and what was sent
    local changed restarting=true state=moving until_ms
    until_ms=$(($(now_ms) + await_s * 1000))
    changed=$(await_jq 'changes($in[0]; $in[1])' "$before" "$body")
    if [ "$changed" = '{}' ]; then
        restarting=$(await_jq 'is_restarting($in[0])' "${1:-null}")
    else
        await_tasks "$changed" || fail "the tasks of $name still have their old configuration after $await_s s" \
            "make connector-status C=$name; the worker's log says more."
    fi
    await_state "$restarting" || fail "the tasks of $name are not running after $await_s s" \
        "make connector-status C=$name shows what they do."
    case $state in
    FAILED) fail "$name is FAILED: $(await_jq 'first_error($in[0])' "$answer")" "make connector-status C=$name shows its trace." ;;
    PAUSED | STOPPED) printf '%s\n' "$name is $state: make resume-$name lets it go on." ;;
    unknown) printf '%s\n' "The worker does not say its state yet." ;;
    *) printf '%s\n' "$green$name is RUNNING$plain, with this configuration." ;;
    esac
}

await_change() { # pause|resume
    local asked_for=$1 state=moving missing=0 until_ms
    until_ms=$(($(now_ms) + await_s * 1000))
    while [ "$(now_ms)" -lt "$until_ms" ]; do
        ask GET "/connectors/$(jq -rn --arg name "$name" '$name | @uri')/status"
        if [ "$code" = 404 ] && [ $((missing += 1)) -gt 10 ]; then return; fi
        [ "$code" != 200 ] || state=$(await_jq "state_after_$asked_for(\$in[0])" "$answer")
        case $state in
        PAUSED | RUNNING) done_with "$name is $state."; return ;;
        FAILED) fail "$name is FAILED: $(await_jq 'first_error($in[0])' "$answer")" "make connector-status C=$name shows its trace." ;;
        esac
        sleep 0.2
    done
    fail "$name is not ${asked_for}d after $await_s s" "make connector-status C=$name shows what it does."
}
