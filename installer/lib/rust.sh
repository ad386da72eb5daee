# shellcheck shell=bash
# shellcheck disable=SC2154 # `root` and `cache_dir` come from the script that sources this
# The Rust toolchain. Sourced after messages.sh and packages.sh.

# need_rust: finds cargo, also where rustup puts it, and checks its version against Cargo.toml.
need_rust() {
    have cargo || PATH=${CARGO_HOME:-$HOME/.cargo}/bin:$PATH
    have cargo || die "Rust is not installed" \
        "Install it from https://rustup.rs (the default choice is right), open a new shell," \
        "and run this script again."
    local want have_version
    want=$(sed -n 's/^rust-version = "\(.*\)"$/\1/p' "$root/Cargo.toml")
    have_version=$(rustc --version | cut -d' ' -f2)
    [ "$(printf '%s\n%s\n' "$want" "$have_version" | sort -V | head -n1)" = "$want" ] ||
        die "Rust $have_version is too old: $want or newer is needed" "Run: rustup update stable"
}
