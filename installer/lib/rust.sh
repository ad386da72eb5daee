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

# need_cargo_tool NAME VERSION [OPTION…]: installs a program of crates.io into the cache folder,
# built quickly rather than well, and prints its path.
need_cargo_tool() {
    local dir=$cache_dir/cargo/$1-$2
    if [ ! -x "$dir/bin/$1" ]; then
        {
            step "Building $1 $2 (once, about two minutes)"
            # Its build output serves nobody afterwards.
            CARGO_PROFILE_RELEASE_LTO=off CARGO_PROFILE_RELEASE_OPT_LEVEL=1 \
                CARGO_PROFILE_RELEASE_DEBUG=0 CARGO_PROFILE_RELEASE_CODEGEN_UNITS=16 \
                quietly "$cache_dir/logs/cargo-$1.log" cargo install "$1" --version "$2" --locked \
                --root "$dir" --target-dir "$dir/target" "${@:3}" ||
                die "$1 could not be built" "The log is $cache_dir/logs/cargo-$1.log."
            rm -rf "$dir/target"
        } >&2
    fi
    printf '%s' "$dir/bin/$1"
}
