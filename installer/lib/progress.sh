# shellcheck shell=bash
# Long steps that show how far they are. Sourced after messages.sh.

# with_progress LOG COMMAND…: runs a build with its output in LOG. A terminal sees one line that
# counts what is compiled and the time; others see a line every half minute. On failure the first
# errors are shown, or the end of the log.
with_progress() {
    local log=$1 pid status=0 began=$SECONDS told=$SECONDS
    shift
    mkdir -p "$(dirname "$log")"
    "$@" >"$log" 2>&1 </dev/null &
    pid=$!
    # shellcheck disable=SC2064 # this build's number, not the next one's
    trap "kill $pid 2>/dev/null || true; exit 130" INT TERM
    while kill -0 "$pid" 2>/dev/null; do
        if [ -t 1 ]; then
            printf '\r\e[K    %s' "$(progress_line "$log" "$began")"
        elif [ $((SECONDS - told)) -ge 30 ]; then
            note "$(progress_line "$log" "$began")"
            told=$SECONDS
        fi
        sleep 0.5
    done
    [ ! -t 1 ] || printf '\r\e[K'
    trap - INT TERM
    wait "$pid" || status=$?
    if [ "$status" -ne 0 ]; then
        warn "failed ($status): $*"
        grep -A 12 -m 3 '^error' "$log" >&2 || tail -n 30 "$log" >&2
    fi
    return "$status"
}

progress_line() {
    local took=$((SECONDS - $2)) compiled
    compiled=$(grep -c '^ *Compiling ' "$1" 2>/dev/null) || compiled=0
    printf '%d:%02d' "$((took / 60))" "$((took % 60))"
    [ "$compiled" -eq 0 ] || printf ', %d crates, now %s' "$compiled" \
        "$(sed -n 's/^ *Compiling \([^ ]*\) .*/\1/p' "$1" | tail -n 1)"
}
