# pids.sh, to be sourced: who was started, as "PID START" in $dir/NAME.pid. The start time tells a
# process from a later one that was given the same number.

started() { # pid: when, in ticks since boot
    local stat
    stat=$(cat "/proc/$1/stat" 2>/dev/null) || return 1
    read -ra stat <<<"${stat##*) }" # its name may hold blanks
    echo "${stat[19]}"
}

remember() { # name pid
    echo "$2 $(started "$2")" >"$dir/$1.pid"
}

alive() { # name: sets pid
    local start
    read -r pid start 2>/dev/null <"$dir/$1.pid" || return 1
    [ -n "$start" ] && [ "$(started "$pid")" = "$start" ]
}
