#!/usr/bin/env bash
# Shell scripts, formatting, clippy with warnings denied, licences and bans.
. "$(dirname "${BASH_SOURCE[0]}")/start.sh"
need_packages "${packages_build[@]}" shellcheck
need_rust

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

check 'shellcheck' shell_scripts
check 'rustfmt' cargo fmt --all --check
check 'clippy' cargo clippy --all-targets --locked --quiet -- -D warnings
checks_end
