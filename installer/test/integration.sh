#!/usr/bin/env bash
# Tests beside the crates: they start services, databases and real encoders.
. "$(dirname "${BASH_SOURCE[0]}")/start.sh"
need_packages "${packages_build[@]}" "${packages_run[@]}" "${packages_services[@]}" \
    python3 python3-pip gstreamer1.0-tools gstreamer1.0-plugins-{base,good,bad,ugly} gstreamer1.0-libav
need_rust
need_node
# The official Socket.IO client talks to the gateway.
need_node_modules "$root/e2e"
if [ -x installer/test-tools.sh ]; then
    LIVE_TEST_FFMPEG=$(installer/test-tools.sh)
    export LIVE_TEST_FFMPEG
fi

cargo test --locked --no-fail-fast --test '*'
