#!/usr/bin/env bash
# The Web SDK: lint and format, types, the generated types against crates/protocol, sizes, tests;
# those of the player run in Chromium against streams from FFmpeg, others against a whole engine.
. "$(dirname "${BASH_SOURCE[0]}")/start.sh"
need_packages "${packages_build[@]}" "${packages_run[@]}"
# Ubuntu's `chromium-browser` is a snap, which can't be driven as root: name another by CHROMIUM.
[ -n "${CHROMIUM:-}" ] || have chromium || need_packages chromium
CHROMIUM=${CHROMIUM:-$(command -v chromium)}
export CHROMIUM
need_rust
need_node
need_node_modules "$root/sdk/web"
bin=$root/sdk/web/node_modules/.bin

generated_types() {
    (cd "$root" && cargo run --quiet --locked -p xtask -- types --check)
}

cargo build --locked --quiet -p live-engine
cd sdk/web
check 'biome' "$bin/biome" ci --colors=off .
check 'types of the SDK' "$bin/tsc" --noEmit -p tsconfig.json
check 'types of its tests' "$bin/tsc" --noEmit -p tsconfig.test.json
check 'generated types are those of crates/protocol' generated_types
check 'sizes' node scripts/size.mjs
check 'tests' node scripts/test.mjs
check 'the player in Chromium' node scripts/test.mjs test/browser
check 'against an engine' node scripts/test.mjs test/engine
checks_end
