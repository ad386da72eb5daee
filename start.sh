#!/usr/bin/env bash
# Builds what is missing and starts the engine in the background. See --help.
set -euo pipefail
root=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")" && pwd)
cd "$root"
# shellcheck source=installer/lib/messages.sh
. installer/lib/messages.sh
# shellcheck source=installer/lib/packages.sh
. installer/lib/packages.sh
# shellcheck source=installer/lib/node.sh
. installer/lib/node.sh
# shellcheck source=installer/lib/rust.sh
. installer/lib/rust.sh
# shellcheck source=installer/lib/progress.sh
. installer/lib/progress.sh
# shellcheck source=installer/lib/instance.sh
. installer/lib/instance.sh

usage() {
    cat <<'END'
Usage: ./start.sh [--demo] [--no-build]

Starts Live Engine in the background and returns when it is ready, with the page's address, the
address for encoders and, until there is one, a link that makes the first admin. What is missing is
installed and built first: minutes the first time, seconds the next.

  --demo      add a demo account and a test broadcast, so that something is live at once
  --no-build  start what is built already

LIVE_HTTP_ADDR, LIVE_RTMP_ADDR, LIVE_DATA_DIR, LIVE_DATABASE_URL and LIVE_REDIS_URL move the
engine, so that several run side by side; live-engine.toml holds everything else (see
docs/live-engine.sample.toml). ./stop.sh stops it.
END
}

demo='' build=1
for argument in "$@"; do
    case $argument in
        --demo) demo=1 ;;
        --no-build) build='' ;;
        -h | --help)
            usage
            exit 0
            ;;
        *) die "unknown argument '$argument'" "See ./start.sh --help." ;;
    esac
done

# How long the engine and the demo may take to be ready.
ready_s=60

build_all() {
    need_packages "${packages_build[@]}"
    need_rust
    need_node
    local logs=$root/logs/build
    step "Building the engine (the first time takes some minutes)"
    with_progress "$logs/engine.log" nice -n 5 \
        cargo build --locked --profile start -p live-engine ||
        die "the engine could not be built" "The log is $logs/engine.log."
    step "Building the web client"
    with_progress "$logs/web.log" nice -n 5 installer/build-web.sh ||
        die "the web client could not be built" "The log is $logs/web.log."
}

# Prints where everything is.
tell() {
    local admin
    admin=$(started engine admin)
    say ""
    say "  ${bold}Live Engine is running${plain}"
    say ""
    say "  Page         ${bold}$(started engine page)${plain}"
    say "  Encoders     $(started engine rtmp)"
    [ -z "$admin" ] || say "  First admin  $admin   (works once)"
    [ -z "$(started demo stream)" ] ||
        say "  Live now     $(started engine page)/watch/$(started demo stream)"
    say "  Log          $log_dir/engine.log"
    say "  Stop         ./stop.sh"
    say ""
}

# What the engine said when it could not start, and what to do.
failed_to_start() {
    local reason
    reason=$(sed -n 's/^error: //p' "$log_dir/engine.log" | tail -n 1)
    [ -n "$reason" ] || tail -n 20 "$log_dir/engine.log" >&2
    rm -f "$run_dir/engine.pid"
    die "the engine did not start: ${reason:-it ended (see above)}" \
        "Look closer: $engine doctor" "The log is $log_dir/engine.log."
}

start_engine() {
    step "Starting the engine"
    launch engine serve
    local deadline=$((SECONDS + ready_s)) api
    until api=$(started engine api) && [ -n "$api" ] && answers_ok "$api/readyz"; do
        running_pid engine serve >/dev/null || failed_to_start
        if [ "$SECONDS" -ge "$deadline" ]; then
            stop_part engine serve 5 || true
            die "the engine was not ready within $ready_s s" "The log is $log_dir/engine.log."
        fi
        sleep 0.1
    done
}

start_demo() {
    step "Starting the test broadcast"
    launch demo demo
    local deadline=$((SECONDS + ready_s))
    until is_live; do
        running_pid demo demo >/dev/null ||
            die "the test broadcast did not start: $(tail -n 1 "$log_dir/demo.log")" \
                "The engine itself runs. The log is $log_dir/demo.log."
        [ "$SECONDS" -lt "$deadline" ] ||
            die "nothing was live within $ready_s s" "The log is $log_dir/demo.log."
        sleep 0.2
    done
}

# Whether the demo's stream can be watched: its playlist is there.
is_live() {
    local stream
    stream=$(started demo stream)
    [ -n "$stream" ] && answers_ok "$(started engine api)/hls/$stream/index.m3u8"
}

need_packages "${packages_run[@]}"
[ -z "$build" ] || build_all
find_engine || die "nothing is built yet" "Run ./start.sh without --no-build."
find_folders
mkdir -p "$run_dir"
# Two starts at once: the second waits, then finds the engine running.
exec 9>"$run_dir/start.lock"
flock 9

if running_pid engine serve >/dev/null; then
    note "it runs already; after a change: ./stop.sh, then ./start.sh"
else
    start_engine
fi
if [ -n "$demo" ] && ! running_pid demo demo >/dev/null; then start_demo; fi
tell
