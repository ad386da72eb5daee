#!/usr/bin/env bash
# The Web SDK: lint and format, types, the generated types against crates/protocol, tests.
. "$(dirname "${BASH_SOURCE[0]}")/start.sh"
need_packages "${packages_build[@]}"
need_rust
need_node
need_node_modules "$root/sdk/web"
bin=$root/sdk/web/node_modules/.bin

generated_types() {
    (cd "$root" && cargo run --quiet --locked -p xtask -- types --check)
}

cd sdk/web
check 'biome' "$bin/biome" ci --colors=off .
check 'types of the SDK' "$bin/tsc" --noEmit -p tsconfig.json
check 'types of its tests' "$bin/tsc" --noEmit -p tsconfig.test.json
check 'generated types are those of crates/protocol' generated_types
check 'tests' node scripts/test.mjs
checks_end
