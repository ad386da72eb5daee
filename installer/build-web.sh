#!/usr/bin/env bash
# Builds the browser apps to static files in dist/: installer/build-web.sh [--dev] [app ...]
#
#   --dev    fast and debuggable: no wasm-opt, no minifying, no precompression, no size budget
#   --force  build although nothing changed
#   --budget the same, and fail if it is over installer/size-budget.json (without, it is only said)
#   app      web-client, admin-dashboard; default: those that are there
#
# What an app brings:
#   APP/index.html       refers to /assets/app.css and /assets/app.js; the names with hashes go in here
#   APP/styles/app.css   the style sheet's entry; its @imports are bundled
#   APP/public/          copied to the root as it is (optional)
#   APP/boot.js          optional: imports `start` from "virtual:app" and calls it
# Rust reaches the SDK by #[wasm_bindgen(raw_module = "/assets/sdk.js")]: the bundler resolves that
# path to sdk/web/src/wasm.ts, so app, glue and SDK share their chunks and need no import map
# (which a Content-Security-Policy of `script-src 'self' 'wasm-unsafe-eval'` would refuse inline).
#
# What a server has to know: everything under /assets/ has a hash in its name and may be cached
# for ever; everything else is revalidated. X.br and X.gz beside X are X precompressed.
#
# Variables: CARGO_TARGET_DIR (default target), DIST (default dist).
set -euo pipefail

root=$(cd "$(dirname "$(readlink -f "$0")")/.." && pwd)
cd "$root"
# shellcheck source=lib/messages.sh
. installer/lib/messages.sh
# shellcheck source=lib/packages.sh
. installer/lib/packages.sh
# shellcheck source=lib/node.sh
. installer/lib/node.sh

sdk=$root/sdk/web
triple=wasm32-unknown-unknown
target=${CARGO_TARGET_DIR:-$root/target}
dist=${DIST:-$root/dist}

dev='' force='' budget=''
apps=()
for arg in "$@"; do
    case $arg in
        --dev) dev=1 ;;
        --force) force=1 ;;
        --budget) force=1 budget=1 ;;
        -h | --help) sed -n '2,/^set /{/^set /d;s/^# \{0,1\}//;p;}' "$0"; exit 0 ;;
        -*) die "there is no option $arg" "See installer/build-web.sh --help." ;;
        *) apps+=("$arg") ;;
    esac
done
if [ ${#apps[@]} -eq 0 ]; then
    for app in web-client admin-dashboard; do
        [ -f "$app/index.html" ] && apps+=("$app")
    done
fi
[ ${#apps[@]} -gt 0 ] || die "there is no app with an index.html here"

# The hash of everything that goes into an app, and of how it is built.
inputs_hash() {
    {
        echo "mode=${dev:-release}"
        find "$1" crates/protocol crates/ui xtask/src sdk/web/src installer/build-web.sh \
            installer/bundle-web.mjs installer/size-budget.json sdk/web/package-lock.json \
            Cargo.toml Cargo.lock -type f -print0 2>/dev/null | LC_ALL=C sort -z | xargs -0 sha256sum
    } | sha256sum | cut -d' ' -f1
}

has_std() {
    ls "$("${RUSTC:-rustc}" --print sysroot 2>/dev/null)/lib/rustlib/$triple/lib/"libstd-*.rlib \
        >/dev/null 2>&1
}

# Sets `wasm_target` and defines `wasm_cargo` for the toolchain that can build for the browser.
choose_toolchain() {
    wasm_target=$target
    wasm_cargo() { cargo "$@"; }
    # A machine that forbids toolchain downloads says so with RUSTUP_AUTO_INSTALL=0.
    if ! has_std && [ "${RUSTUP_AUTO_INSTALL:-1}" != 0 ] && command -v rustup >/dev/null; then
        step "Installing Rust's $triple target"
        rustup target add "$triple" || true
    fi
    has_std && return

    # Debian has a toolchain of its own for this; std is then built from its sources.
    local std=/usr/lib/rustlib/src/rust/library
    if ! [ -d $std ] || ! [ -x /usr/bin/cargo ] || ! command -v wasm-ld-19 >/dev/null; then
        have apt-get || die "there is no way to build for the browser here" \
            "Get Rust from https://rustup.rs, then: rustup target add $triple"
        need_packages rustc-web cargo-web rust-web-src lld-19
    fi
    # Never share a target folder with rustup's rustc: each would rebuild what the other built.
    wasm_target=$target/debian
    wasm_cargo() {
        env -u RUSTUP_TOOLCHAIN PATH=/usr/bin:/bin RUSTC=/usr/bin/rustc RUSTC_BOOTSTRAP=1 \
            CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER="$(command -v wasm-ld-19)" \
            /usr/bin/cargo "$@" -Zbuild-std=std,panic_abort
    }
}

build_wasm() {
    local packages=() app
    for app in "$@"; do packages+=(-p "live-$app"); done
    local profile=wasm-release
    if [ -n "$dev" ]; then
        profile=dev
        # Names are enough to debug with: full debug information makes a wasm of 34 MB.
        export CARGO_PROFILE_DEV_DEBUG=${CARGO_PROFILE_DEV_DEBUG:-0}
        # Leptos then boxes its view types, which halves the time of a debug build.
        export CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS="--cfg erase_components"
    fi
    step "Building the browser code ($profile): $*"
    wasm_cargo build --locked --target $triple --profile $profile --target-dir "$wasm_target" \
        "${packages[@]}"
    cargo build --locked -p xtask --target-dir "$target"
    wasm_dir=$wasm_target/$triple/${profile/#dev/debug}
}

need_node
changed=()
for app in "${apps[@]}"; do
    if [ -n "$force" ] || ! [ -f "$dist/$app/index.html" ] ||
        [ "$(cat "$dist/.$app.inputs" 2>/dev/null)" != "$(inputs_hash "$app")" ]; then
        changed+=("$app")
    fi
done
if [ ${#changed[@]} -eq 0 ]; then
    note "the browser apps are up to date: ${apps[*]}"
    exit 0
fi

need_node_modules "$sdk"
choose_toolchain
build_wasm "${changed[@]}"
for app in "${changed[@]}"; do
    hash=$(inputs_hash "$app")
    glue=$target/web/$app
    rm -rf "$glue" && mkdir -p "$glue"
    "$target/debug/xtask" bindgen "$wasm_dir/live-$app.wasm" "$glue" app ${dev:+--debug}
    if [ -z "$dev" ]; then
        # Features come from the file's target_features section.
        node "$sdk/node_modules/.bin/wasm-opt" -Oz "$glue/app_bg.wasm" -o "$glue/app_bg.wasm"
    fi
    node installer/bundle-web.mjs "$app" "$glue" "$dist/$app" ${dev:+--dev} ${budget:+--budget}
    echo "$hash" >"$dist/.$app.inputs"
done
