# shellcheck shell=bash
# shellcheck disable=SC2154 # `cache_dir` comes from packages.sh
# Python tools in an environment of their own. Sourced after messages.sh and packages.sh.

# need_python_tool NAME VERSION: installs the PyPI package NAME at VERSION into the cache folder, and
# prints the folder of its programs.
need_python_tool() {
    local dir=$cache_dir/python/$1-$2 log=$cache_dir/logs/python-$1.log
    if [ ! -f "$dir/.complete" ]; then
        {
            need_packages python3 python3-venv
            step "Installing $1 $2"
            rm -rf "$dir"
            quietly "$log" python3 -m venv "$dir" ||
                die "no Python environment could be made" "The log is $log."
            quietly "$log" "$dir/bin/python" -m pip install --disable-pip-version-check "$1==$2" ||
                die "$1 could not be installed from PyPI" "The log is $log."
            touch "$dir/.complete"
        } >&2
    fi
    printf '%s' "$dir/bin"
}
