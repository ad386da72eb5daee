# shellcheck shell=bash
# shellcheck disable=SC2154 # `root` comes from the script that sources this
# shellcheck disable=SC2034 # what is set here is used by the scripts that source it
# One engine on this machine: its program, its folders, its processes. Several live side by side,
# each with a data folder of its own. Sourced after messages.sh.

# Profiles in the order in which start.sh --no-build takes what is built.
engine_profiles=(start release debug)

# find_engine: sets `engine` to the program that was built, or fails.
find_engine() {
    local profile
    for profile in "${engine_profiles[@]}"; do
        engine=${CARGO_TARGET_DIR:-$root/target}/$profile/live-engine
        [ ! -x "$engine" ] || return 0
    done
    return 1
}

# find_folders: sets data_dir, run_dir and log_dir, as the configuration says (the program reads
# it), or by the environment alone where nothing is built.
find_folders() {
    data_dir=${LIVE_DATA_DIR:-storage}
    if find_engine; then
        local shown
        shown=$("$engine" config show 2>&1) || die "the configuration is wrong" "$shown"
        data_dir=$(sed -n 's/^data_dir = "\(.*\)"$/\1/p' <<<"$shown")
        drain_s=$(sed -n 's/^drain_s = \([0-9]*\)$/\1/p' <<<"$shown")
    fi
    case $data_dir in /*) ;; *) data_dir=$root/$data_dir ;; esac
    run_dir=$data_dir/run
    # The instance that lives in the repository logs beside it, others in their own folder.
    if [ "$data_dir" = "$root/storage" ]; then log_dir=$root/logs; else log_dir=$data_dir/logs; fi
}

# running_pid NAME COMMAND: prints the process that NAME.pid names, if it still is `live-engine
# COMMAND`: after a crash the number may belong to someone else.
running_pid() {
    local pid
    pid=$(cat "$run_dir/$1.pid" 2>/dev/null) || return 1
    [ -n "$pid" ] && [ -r "/proc/$pid/cmdline" ] || return 1
    { tr '\0' ' ' <"/proc/$pid/cmdline"; } 2>/dev/null | grep -q "live-engine $2 \$" || return 1
    printf '%s' "$pid"
}

# started FILE NAME: prints the value of NAME that the engine wrote into FILE.started.
started() { sed -n "s/^$2=//p" "$run_dir/$1.started" 2>/dev/null; }

# answers_ok URL: whether it answers 200, asked without curl, which may not be there.
answers_ok() {
    local address=${1#http://} path line=''
    path=/${address#*/}
    address=${address%%/*}
    {
        printf 'GET %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n' "$path" "$address" >&7
        IFS= read -r -t 5 line <&7 || true
    } 7<>"/dev/tcp/${address%:*}/${address##*:}" 2>/dev/null
    [[ $line == 'HTTP/1.1 200 '* ]]
}

# launch NAME COMMAND…: runs a part of the engine in the background, apart from this terminal,
# with its output in NAME.log, and writes NAME.pid.
launch() {
    local name=$1 log=$log_dir/$1.log
    shift
    mkdir -p "$run_dir" "$log_dir"
    # One log before is kept.
    if [ -s "$log" ]; then mv -f "$log" "$log.1"; fi
    rm -f "$run_dir/$name.started"
    setsid "$engine" "$@" >"$log" 2>&1 </dev/null 9>&- &
    echo "$!" >"$run_dir/$name.pid"
    disown
}

# stop_part NAME COMMAND SECONDS: ends it and waits; kills it when the time is over. Fails if it
# had to be killed; says nothing if it does not run.
stop_part() {
    local name=$1 command=$2 seconds=$3 pid waited=0
    pid=$(running_pid "$name" "$command") || {
        rm -f "$run_dir/$name.pid" "$run_dir/$name.started"
        return 0
    }
    kill -TERM "$pid" 2>/dev/null || true
    while running_pid "$name" "$command" >/dev/null; do
        if [ "$waited" -ge "$((seconds * 10))" ]; then
            kill -KILL "$pid" 2>/dev/null || true
            rm -f "$run_dir/$name.pid" "$run_dir/$name.started"
            warn "$name did not end within $seconds s and was killed; its log is $log_dir/$name.log"
            return 1
        fi
        sleep 0.1
        waited=$((waited + 1))
    done
    rm -f "$run_dir/$name.pid" "$run_dir/$name.started"
}
