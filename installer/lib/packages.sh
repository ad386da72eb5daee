# shellcheck shell=bash
# shellcheck disable=SC2034 # used by the scripts that source this
# Packages of the system. Sourced after messages.sh.

# Each group names Debian's packages, which Ubuntu 22.04 calls the same.
packages_build=(build-essential pkg-config ca-certificates git)
packages_run=(ffmpeg)
# What the tests start for themselves; test.sh adds those of its phase.
packages_services=(redis-server postgresql nginx libnginx-mod-stream)

cache_dir=${LIVE_CACHE_DIR:-${XDG_CACHE_HOME:-$HOME/.cache}/live-engine}

have() { command -v "$1" >/dev/null 2>&1; }

# as_root COMMAND…: runs it as root, directly or through sudo.
as_root() {
    if [ "$(id -u)" -eq 0 ]; then
        "$@"
    elif have sudo; then
        sudo "$@"
    else
        die "this needs root: $*" "Log in as root, or install sudo, and run the script again."
    fi
}

# need_packages PACKAGE…: installs those that are missing. The services among them are not started
# or enabled by us: tests run private ones.
need_packages() {
    local package missing=()
    for package in "$@"; do
        dpkg-query -W -f='${db:Status-Status}\n' "$package" 2>/dev/null | grep -qx installed ||
            missing+=("$package")
    done
    [ "${#missing[@]}" -gt 0 ] || return 0
    have apt-get || die "these packages are missing: ${missing[*]}" \
        "This system has no apt-get: install them in its own way and run the script again."
    step "Installing ${missing[*]}"
    local log=$cache_dir/logs/apt.log
    quietly "$log" as_root apt-get update ||
        warn "the list of packages could not be refreshed; trying with the one there is"
    # A port that a packaged service would like may be taken: its start is not ours to care about.
    quietly "$log" as_root env DEBIAN_FRONTEND=noninteractive RUNLEVEL=1 \
        apt-get install -y --no-install-recommends "${missing[@]}" ||
        die "apt-get could not install: ${missing[*]}" "The log is $log."
}
