# shellcheck shell=bash
# What every phase of the tests begins with. Sourced; `root` comes from test.sh.
set -euo pipefail
root=${root:-$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)}
cd "$root"
# shellcheck source=../lib/messages.sh
. installer/lib/messages.sh
# shellcheck source=../lib/packages.sh
. installer/lib/packages.sh
# shellcheck source=../lib/rust.sh
. installer/lib/rust.sh
# shellcheck source=../lib/node.sh
. installer/lib/node.sh

checks_passed=0 checks_failed=0

# check NAME COMMAND…: runs one check, says how it went, and goes on. `checks_end` closes.
check() {
    local name=$1
    shift
    if "$@"; then
        checks_passed=$((checks_passed + 1))
        say "ok - $name"
    else
        checks_failed=$((checks_failed + 1))
        say "FAILED - $name: $*"
    fi
}

checks_end() {
    say "$checks_passed passed, $checks_failed failed"
    [ "$checks_failed" -eq 0 ]
}
