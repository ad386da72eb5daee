#!/usr/bin/env bash
# Shell scripts, formatting, clippy with warnings denied, licences and bans.
. "$(dirname "${BASH_SOURCE[0]}")/start.sh"
need_packages "${packages_build[@]}" shellcheck
need_rust
need_node
need_node_modules "$root/sdk/web"

shell_scripts() {
    # Scripts are found by what they are, so that a new one can't be forgotten.
    local scripts=() file
    while IFS= read -r -d '' file; do
        case $file in
            *.sh) scripts+=("$file") ;;
            *) [ -f "$file" ] && head -c 32 "$file" | grep -aq '^#!.*\bbash' && scripts+=("$file") ;;
        esac
    done < <(git ls-files -z --cached --others --exclude-standard)
    shellcheck --external-sources --source-path=SCRIPTDIR "${scripts[@]}"
}

cargo_deny=$(need_cargo_tool cargo-deny 0.20.2 --no-default-features)

# Advisories come from a repository that a build machine often can't reach: then they are left out,
# and the output says so.
advisories() {
    local answer
    if answer=$("$cargo_deny" fetch db 2>&1); then
        "$cargo_deny" --all-features check advisories
    else
        note "advisories not checked, their database can't be reached: $(tail -n1 <<<"$answer")"
    fi
}

# The SDK has its own check, in its own phase.
javascript() {
    local folder
    for folder in e2e bench; do
        (cd "$folder" && "$root/sdk/web/node_modules/.bin/biome" ci --colors=off .) || return 1
    done
}

check 'shellcheck' shell_scripts
check 'biome' javascript
check 'rustfmt' cargo fmt --all --check
check 'clippy' cargo clippy --locked --quiet --keep-going -- -D warnings
# A test may unwrap: what is missing fails it.
check 'clippy on tests' \
    cargo clippy --all-targets --locked --quiet --keep-going -- -D warnings -A clippy::unwrap_used
check 'licences, bans and sources' "$cargo_deny" --all-features check licenses bans sources
check 'advisories' advisories
checks_end
