#!/usr/bin/env bash
# Everything that holds the SDK to its word: linter, types, generated types, sizes, tests.
# Needs `npm ci` done, Chromium, FFmpeg and a built live-engine; `./test.sh sdk` at the root sees to
# all of that.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

npx --no-install biome check --error-on-warnings .
npx --no-install tsc -p tsconfig.test.json
npx --no-install tsc -p .
node scripts/size.mjs
node scripts/test.mjs test test/browser test/engine
