#!/usr/bin/env bash
# Chromium and FFmpeg against the embedded engine: the story of a broadcast, recovery after a
# crash, accessibility of each page, the API's contract, and the start script from a clean clone.
. "$(dirname "${BASH_SOURCE[0]}")/start.sh"
web_budget=--budget
. installer/test/browser.sh

cargo build --locked --quiet -p live-engine
status=0
run_e2e embedded tests || status=1
run_e2e start-script start-script || status=1
exit "$status"
