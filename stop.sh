#!/usr/bin/env bash
# Stops the engine that start.sh started. See --help.
set -euo pipefail
root=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")" && pwd)
cd "$root"
# shellcheck source=installer/lib/messages.sh
. installer/lib/messages.sh
# shellcheck source=installer/lib/instance.sh
. installer/lib/instance.sh

case ${1:-} in
    '') ;;
    -h | --help)
        say "Usage: ./stop.sh"
        say ""
        say "Ends the test broadcast and the engine of this data folder (LIVE_DATA_DIR): requests that"
        say "run are finished first. It is no mistake if nothing runs."
        exit 0
        ;;
    *) die "unknown argument '$1'" "See ./stop.sh --help." ;;
esac

drain_s=20
find_folders
if ! running_pid engine serve >/dev/null && ! running_pid demo demo >/dev/null; then
    note "nothing runs with the data folder $data_dir"
    rm -f "$run_dir"/{engine,demo}.{pid,started}
    exit 0
fi
step "Stopping"
status=0
stop_part demo demo 10 || status=1
# The engine gives itself its drain time; a little more is ours.
stop_part engine serve $((drain_s + 5)) || status=1
[ "$status" -ne 0 ] || say "Live Engine has stopped."
exit "$status"
