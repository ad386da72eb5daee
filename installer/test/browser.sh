# shellcheck shell=bash
# shellcheck disable=SC2154 # what start.sh sets
# What the tests with a browser need. Sourced after start.sh.
# shellcheck source=../lib/python.sh
. installer/lib/python.sh

need_packages "${packages_build[@]}" "${packages_run[@]}"
# Ubuntu's `chromium-browser` is a snap, which can't be driven from a script as root: there a
# Chrome or Chromium that is installed is used.
have chromium || have google-chrome || have chromium-browser || need_packages chromium
need_rust
need_node
need_node_modules "$root/e2e"

schemathesis_version=4.32.5
LIVE_TEST_SCHEMATHESIS=$(need_python_tool schemathesis "$schemathesis_version")/st
export LIVE_TEST_SCHEMATHESIS

step "Building the web client"
# One of the phases also holds it to installer/size-budget.json.
quietly "$root/logs/test/build-web.log" installer/build-web.sh ${web_budget:+"$web_budget"}

# run_e2e NAME FOLDER: runs the test files of e2e/FOLDER one after the other, each with a platform
# of its own.
run_e2e() {
    local name=$1 folder=$2
    mkdir -p e2e/artifacts
    (
        cd e2e || exit
        [ "$name" != fleet ] || export LIVE_E2E_SHAPE=fleet
        ulimit -n "$(ulimit -Hn)"
        node --test --test-concurrency=1 \
            --test-reporter=spec --test-reporter-destination=stdout \
            --test-reporter=junit --test-reporter-destination="artifacts/$name.xml" "$folder"/*.test.js
    )
}
