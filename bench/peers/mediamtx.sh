#!/usr/bin/env bash
# Builds MediaMTX from the Go module proxy and prints the program's path.
# The module lacks two files that its authors generate: the version, and the hls.js that its own
# player page loads, which nothing here opens. `go install` therefore fails; a copy with the two
# files builds.
set -euo pipefail
version=v1.14.0
cache=${LIVE_CACHE_DIR:-${XDG_CACHE_HOME:-$HOME/.cache}/live-engine}
program=$cache/peers/mediamtx-$version

if [ ! -x "$program" ]; then
    command -v go >/dev/null || PATH=/usr/local/go/bin:$PATH
    command -v go >/dev/null || {
        echo "Go 1.24 or newer is needed to build MediaMTX: https://go.dev/dl" >&2
        exit 1
    }
    work=$(mktemp -d)
    trap 'chmod -R u+w "$work" && rm -rf "$work"' EXIT
    echo "building MediaMTX $version…" >&2
    dir=$(go mod download -json "github.com/bluenviron/mediamtx@$version" |
        sed -n 's/^\t"Dir": "\(.*\)",$/\1/p')
    cp -r "$dir" "$work/source"
    chmod -R u+w "$work/source"
    cd "$work/source"
    printf '%s' "$version" >internal/core/VERSION
    : >internal/servers/hls/hls.min.js
    mkdir -p "$(dirname "$program")"
    go build -trimpath -o "$program.new" . >&2
    mv "$program.new" "$program"
fi
echo "$program"
