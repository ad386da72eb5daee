#!/usr/bin/env bash
# Everything that holds the SDK to its word: linter, types, generated types, sizes, tests.
#   sdk/web/test.sh            all of it; needs `npm ci` done, Chromium and FFmpeg
#   LIVE_URL=http://… sdk/web/test.sh    also against that engine
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

npx --no-install biome check --error-on-warnings .
npx --no-install tsc -p tsconfig.test.json
npx --no-install tsc -p .
node scripts/size.mjs
node scripts/test.mjs test test/browser
