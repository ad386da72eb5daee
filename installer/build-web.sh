#!/usr/bin/env bash
# Builds the browser apps to static files in dist/: installer/build-web.sh [--dev] [app ...]
#
#   --dev    fast and debuggable: no wasm-opt, no minifying, no precompression, no size budget
#   --force  build although nothing changed
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

cd "$(dirname "$(readlink -f "$0")")/.."
root=$PWD
sdk=$root/sdk/web
triple=wasm32-unknown-unknown
target=${CARGO_TARGET_DIR:-$root/target}
dist=${DIST:-$root/dist}

dev='' force=''
apps=()
for arg in "$@"; do
  case $arg in
    --dev) dev=1 ;;
    --force) force=1 ;;
    -h | --help) sed -n '2,/^set /{/^set /d;s/^# \{0,1\}//;p;}' "$0"; exit 0 ;;
    -*) echo "build-web.sh: unknown option $arg (see --help)" >&2; exit 2 ;;
    *) apps+=("$arg") ;;
  esac
done
if [ ${#apps[@]} -eq 0 ]; then
  for app in web-client admin-dashboard; do
    [ -f "$app/index.html" ] && apps+=("$app")
  done
fi
if [ ${#apps[@]} -eq 0 ]; then
  echo "build-web.sh: no app with an index.html here" >&2
  exit 1
fi

say() { printf '\033[1m%s\033[0m\n' "$*" >&2; }

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; elif command -v sudo >/dev/null; then sudo "$@"; else
    echo "build-web.sh: needs root for: $*" >&2
    return 1
  fi
}

check_node() {
  local major
  major=$(node --version 2>/dev/null | sed 's/^v\([0-9]*\).*/\1/') || true
  if [ "${major:-0}" -lt 20 ]; then
    echo "build-web.sh: Node.js 20 or newer is needed (https://nodejs.org), found: ${major:-none}" >&2
    exit 1
  fi
}

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
    say "Installing Rust's $triple target"
    rustup target add "$triple" || true
  fi
  has_std && return

  # Debian has a toolchain of its own for this; std is then built from its sources.
  local std=/usr/lib/rustlib/src/rust/library
  if ! [ -d $std ] || ! [ -x /usr/bin/cargo ] || ! command -v wasm-ld-19 >/dev/null; then
    say "Installing Debian's wasm toolchain"
    as_root apt-get install -y --no-install-recommends rustc-web cargo-web rust-web-src lld-19 || {
      echo "build-web.sh: no way to build for the browser here. Either" >&2
      echo "  rustup target add $triple" >&2
      echo "or, on Debian 12: apt-get install rustc-web cargo-web rust-web-src lld-19" >&2
      exit 1
    }
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
    # Leptos then boxes its view types, which halves the time of a debug build.
    export CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS="--cfg erase_components"
  fi
  say "Building the browser code ($profile): $*"
  wasm_cargo build --locked --target $triple --profile $profile --target-dir "$wasm_target" \
    "${packages[@]}"
  cargo build --locked -p xtask --target-dir "$target"
  wasm_dir=$wasm_target/$triple/${profile/#dev/debug}
}

install_npm() {
  local want
  want=$(sha256sum sdk/web/package-lock.json | cut -d' ' -f1)
  if [ "$(cat sdk/web/node_modules/.lock-hash 2>/dev/null)" != "$want" ]; then
    say "Installing the bundler and the SDK's packages"
    (cd "$sdk" && npm ci --no-audit --no-fund --loglevel=error)
    echo "$want" >sdk/web/node_modules/.lock-hash
  fi
}

check_node
changed=()
for app in "${apps[@]}"; do
  if [ -n "$force" ] || ! [ -f "$dist/$app/index.html" ] ||
    [ "$(cat "$dist/.$app.inputs" 2>/dev/null)" != "$(inputs_hash "$app")" ]; then
    changed+=("$app")
  fi
done
if [ ${#changed[@]} -eq 0 ]; then
  echo "The browser apps are up to date: ${apps[*]}"
  exit 0
fi

install_npm
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
  node installer/bundle-web.mjs "$app" "$glue" "$dist/$app" ${dev:+--dev}
  echo "$hash" >"$dist/.$app.inputs"
done
