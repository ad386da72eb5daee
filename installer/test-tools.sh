#!/usr/bin/env bash
# Installs what only tests need and the system's packages don't have: a current FFmpeg (enhanced
# RTMP came with version 6.1; Debian 12 has 5.1) from the PyPI package imageio-ffmpeg.
# Prints the tool's path. Tests look there too; LIVE_TEST_FFMPEG names another one.
set -euo pipefail

version=0.8.1
dir=${LIVE_TEST_TOOLS_DIR:-${XDG_CACHE_HOME:-$HOME/.cache}/live-engine/test-tools}
ffmpeg=$dir/ffmpeg-imageio-$version

if [ ! -x "$ffmpeg" ]; then
    command -v python3 >/dev/null || {
        echo "python3 is missing: apt-get install python3 python3-pip" >&2
        exit 1
    }
    work=$(mktemp -d)
    trap 'rm -rf "$work"' EXIT
    echo "fetching a current FFmpeg for tests (65 MB)…" >&2
    python3 -m pip download --quiet --no-deps --disable-pip-version-check \
        --dest "$work" "imageio-ffmpeg==$version" >&2
    python3 -m zipfile -e "$work"/imageio_ffmpeg-*.whl "$work/wheel"
    mkdir -p "$dir"
    binary=("$work"/wheel/imageio_ffmpeg/binaries/ffmpeg-*)
    chmod +x "${binary[0]}"
    "${binary[0]}" -version >"$work/version" || {
        echo "the FFmpeg of imageio-ffmpeg $version does not run here" >&2
        exit 1
    }
    mv "${binary[0]}" "$ffmpeg.new"
    mv "$ffmpeg.new" "$ffmpeg"
fi
ln -sfn "$(basename "$ffmpeg")" "$dir/ffmpeg"
echo "$dir/ffmpeg"
