#!/usr/bin/env bash
# Runs the tests. See --help.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
cd "$root"
export root
# shellcheck source=installer/lib/messages.sh
. installer/lib/messages.sh
# shellcheck source=installer/lib/packages.sh
. installer/lib/packages.sh

phases=(lint unit integration sdk e2e fleet fuzz)

usage() {
    cat <<'END'
Usage: ./test.sh [PHASE…]

Runs the tests of each PHASE, all of them without one, and installs what they need. A phase that
fails does not stop the others; the table at the end says what happened.

  lint         shell scripts, formatting, clippy with warnings denied, licences and bans
  unit         tests inside the crates; on SQLite and PostgreSQL, in process and over Redis
  integration  tests that start a service or a real encoder
  sdk          the Web SDK: lint, types, generated types, tests
  e2e          Chromium and FFmpeg against the embedded engine: the story of a broadcast, recovery,
               accessibility, the API's contract, and ./start.sh --demo in a clean clone
  fleet        the same on the services as processes of their own behind Nginx, each of them killed
  fuzz         the parsers that face the network, 60 seconds each (FUZZ_SECONDS)

The logs of a run are in logs/test/, screenshots in e2e/artifacts/. CARGO_TARGET_DIR moves the
build's output; what is downloaded is kept in ~/.cache/live-engine (LIVE_CACHE_DIR).
END
}

chosen=()
for argument in "$@"; do
    case $argument in
        -h | --help)
            usage
            exit 0
            ;;
        *)
            [ -f "installer/test/$argument.sh" ] ||
                die "there is no phase '$argument'" "Known: ${phases[*]}. See ./test.sh --help."
            chosen+=("$argument")
            ;;
    esac
done
[ "${#chosen[@]}" -gt 0 ] || chosen=("${phases[@]}")

# The dependencies' debug information is half of the build and helps no test.
export CARGO_PROFILE_DEV_DEBUG=${CARGO_PROFILE_DEV_DEBUG:-0}
[ -z "${CI:-}" ] || export CARGO_INCREMENTAL=0
export CARGO_TERM_COLOR=${CARGO_TERM_COLOR:-auto}
logs=$root/logs/test
mkdir -p "$logs"

# count LOG passed|failed: adds up what the runners of a phase said: cargo's, node's, and the plain
# "N passed, N failed".
count() {
    local cargo=0 node=0 plain=0 word=$2
    local node_word=${2%ed}
    cargo=$(sed -nE "s/^test result: .* ([0-9]+) $word;.*/\1/p" "$1" | paste -sd+ | bc)
    node=$(sed -nE "s/^(#|ℹ) $node_word ([0-9]+)$/\2/p" "$1" | paste -sd+ | bc)
    plain=$(sed -nE "s/^([a-z]+: )?([0-9]+) passed, ([0-9]+) failed.*$/\2 \3/p" "$1" |
        awk -v column="$([ "$word" = passed ] && echo 1 || echo 2)" '{ n += $column } END { print n + 0 }')
    printf '%d' "$((${cargo:-0} + ${node:-0} + ${plain:-0}))"
}

clock() { printf '%d:%02d' "$(($1 / 60))" "$(($1 % 60))"; }

need_packages bc

table='' passed_all=0 failed_all=0 failed_phases=()
started=$SECONDS
for phase in "${chosen[@]}"; do
    step "$phase"
    phase_started=$SECONDS status=0 log=$logs/$phase.log
    bash "installer/test/$phase.sh" 2>&1 | tee "$log" || status=$?
    took=$(clock $((SECONDS - phase_started)))
    passed=$(count "$log" passed) failed=$(count "$log" failed)
    if [ "$status" -eq 0 ] && [ "$passed" -eq 0 ]; then
        warn "$phase ended well but ran no test"
        status=1
    fi
    if [ "$status" -eq 0 ]; then
        result=passed
    else
        result=FAILED
        failed_phases+=("$phase")
        [ "$failed" -gt 0 ] || failed=1
    fi
    passed_all=$((passed_all + passed)) failed_all=$((failed_all + failed))
    table+=$(printf '%-12s %-7s %8s %8s %8s' "$phase" "$result" "$passed" "$failed" "$took")$'\n'
done

printf '\n%-12s %-7s %8s %8s %8s\n' phase result passed failed minutes
printf '%s' "$table"
printf '%-12s %-7s %8s %8s %8s\n\n' all '' "$passed_all" "$failed_all" "$(clock $((SECONDS - started)))"
for phase in ${failed_phases[@]+"${failed_phases[@]}"}; do
    warn "$phase failed; its log is logs/test/$phase.log; again: ./test.sh $phase"
done
printf '%d passed, %d failed\n' "$passed_all" "$failed_all"
[ "${#failed_phases[@]}" -eq 0 ]
