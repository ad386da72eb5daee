# shellcheck shell=bash
# What the scripts at the root say, and how: one line a step, a reason and a way out on failure.
# Sourced, never run.

if [ -t 1 ] && [ -z "${NO_COLOR:-}" ]; then
    bold=$'\e[1m' dim=$'\e[2m' red=$'\e[31m' green=$'\e[32m' yellow=$'\e[33m' plain=$'\e[0m'
else
    bold='' dim='' red='' green='' yellow='' plain=''
fi

say() { printf '%s\n' "$*"; }
step() { printf '%s==>%s %s%s%s\n' "$green" "$plain" "$bold" "$*" "$plain"; }
note() { printf '%s    %s%s\n' "$dim" "$*" "$plain"; }
warn() { printf '%swarning:%s %s\n' "$yellow" "$plain" "$*" >&2; }

# die WHAT [WHAT TO DO…]: says what failed, then what to do, and ends the script.
die() {
    printf '%serror:%s %s\n' "$red" "$plain" "$1" >&2
    shift
    local advice
    for advice in "$@"; do printf '       %s\n' "$advice" >&2; done
    exit 1
}

# quietly LOG COMMAND…: runs a long command with its output in LOG. On a terminal a dot appears
# every two seconds; on failure the end of the log is shown.
quietly() {
    local log=$1 pid status=0
    shift
    mkdir -p "$(dirname "$log")"
    "$@" >"$log" 2>&1 </dev/null &
    pid=$!
    if [ -t 1 ]; then
        while kill -0 "$pid" 2>/dev/null; do
            printf '.'
            sleep 2
        done
        printf '\n'
    fi
    wait "$pid" || status=$?
    if [ "$status" -ne 0 ]; then
        warn "failed ($status): $*; the end of $log:"
        tail -n 40 "$log" >&2
    fi
    return "$status"
}
