#!/usr/bin/env bash
# The same tests on the fleet: services as separate processes, two of each, PostgreSQL, Redis and
# Nginx; and each of these killed under load.
. "$(dirname "${BASH_SOURCE[0]}")/start.sh"
. installer/test/browser.sh
need_packages "${packages_services[@]}"

cargo build --locked --quiet -p live-api -p live-signaling-server -p live-rtmp-server -p live-worker
run_e2e fleet tests
