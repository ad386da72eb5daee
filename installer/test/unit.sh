#!/usr/bin/env bash
# Tests inside the crates. Those of the database run on SQLite and on a private PostgreSQL, those
# of the bus in process and over a private Redis.
. "$(dirname "${BASH_SOURCE[0]}")/start.sh"
need_packages "${packages_build[@]}" "${packages_run[@]}" "${packages_services[@]}"
need_rust

cargo test --locked --no-fail-fast --lib --bins
