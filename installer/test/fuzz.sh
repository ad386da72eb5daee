#!/usr/bin/env bash
# Fuzzes the parsers that face the network, FUZZ_SECONDS each (60), two at a time. What was found
# to reach new code is kept in the cache folder and tried first in the next run.
#
# cargo-fuzz and a nightly toolchain are not needed: the flags below are what cargo-fuzz passes
# without a sanitizer, and stable Rust takes them. Our code has no `unsafe`, so an address
# sanitizer would watch the libraries' alone; what is looked for here are panics, overflows,
# endless loops (-timeout) and memory without a bound (-rss_limit_mb).
. "$(dirname "${BASH_SOURCE[0]}")/start.sh"
need_packages "${packages_build[@]}" clang
need_rust

seconds=${FUZZ_SECONDS:-60}
host=$(rustc -vV | sed -n 's/^host: //p')
build=${CARGO_TARGET_DIR:-$root/target}/fuzz
corpora=$cache_dir/fuzz
findings=$root/fuzz/artifacts
mkdir -p "$findings"

coverage=(-Cpasses=sancov-module -Ccodegen-units=1 --cfg fuzzing)
for option in level=4 inline-8bit-counters pc-table trace-compares; do
    coverage+=("-Cllvm-args=-sanitizer-coverage-$option")
done
# With --target the flags reach the crates, and not build scripts and macros.
RUSTFLAGS=${coverage[*]} cargo build --release --locked --quiet --target "$host" \
    --manifest-path fuzz/Cargo.toml --target-dir "$build"

fuzz() {
    local target=$1 log=$root/logs/test/fuzz-$1.log
    mkdir -p "$corpora/$target" "$(dirname "$log")"
    local seeds=()
    [ ! -d "fuzz/seeds/$target" ] || seeds=("fuzz/seeds/$target")
    "$build/$host/release/$target" "$corpora/$target" ${seeds[@]+"${seeds[@]}"} \
        -max_total_time="$seconds" -timeout=10 -rss_limit_mb=1024 -max_len=65536 \
        -use_value_profile=1 -print_final_stats=1 -artifact_prefix="$findings/$target-" \
        >"$log" 2>&1 </dev/null
}

report() {
    local target=$1 status=$2 log=$root/logs/test/fuzz-$1.log runs
    runs=$(sed -n 's/^stat::number_of_executed_units: *//p' "$log")
    if [ "$status" -ne 0 ] || [ -z "$runs" ]; then
        tail -n 30 "$log"
        say "the input is in $findings; again: $build/$host/release/$target FILE"
    fi
    check "$target: ${runs:-0} runs" [ "$status" -eq 0 -a "${runs:-0}" -gt 1000 ]
}

mapfile -t targets < <(sed -n '/^\[\[bin\]\]/,/^$/s/^name = "\(.*\)"$/\1/p' fuzz/Cargo.toml)
for ((n = 0; n < ${#targets[@]}; n += 2)); do
    pids=()
    for target in "${targets[@]:n:2}"; do
        fuzz "$target" &
        pids+=($!)
    done
    for index in "${!pids[@]}"; do
        status=0
        wait "${pids[$index]}" || status=$?
        report "${targets[n + index]}" "$status"
    done
done
checks_end
