#!/bin/sh
# Builds Cairn when its source has changed, and serves. ./run.sh ARGS is 'cairn server ARGS'; data is kept in the current folder.
set -eu
root=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
out="$root/.cache/run"

if ! command -v dotnet >/dev/null 2>&1 || ! dotnet --list-sdks 2>/dev/null | grep -q '^10\.'; then
    echo "run.sh: the .NET 10 SDK is missing." >&2
    echo "  Debian and Ubuntu:  apt-get install dotnet-sdk-10.0   (Microsoft's package feed must be set up)" >&2
    echo "  macOS:              brew install --cask dotnet-sdk" >&2
    echo "  elsewhere:          https://dotnet.microsoft.com/download/dotnet/10.0" >&2
    exit 1
fi

# The build takes the chart library of the web pages from npm.
if ! command -v npm >/dev/null 2>&1; then
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
        echo "run.sh: installing nodejs and npm ..." >&2
        apt-get update -qq >&2 && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq nodejs npm >&2
    else
        echo "run.sh: npm is missing. Debian and Ubuntu: apt-get install nodejs npm; macOS: brew install node" >&2
        exit 1
    fi
fi

# The build's stamp is as old as the newest source file that went into it.
newer() {
    [ -n "$(find "$root/src" "$root/docs" "$root/charts/cairn/README.md" "$root"/Directory.*.props "$root/global.json" -newer "$out/.built" -type f \
        ! -path '*/bin/*' ! -path '*/obj/*' -print 2>/dev/null | head -n 1)" ]
}

if [ ! -e "$out/.built" ] || newer; then
    echo "run.sh: building. The first build takes a few minutes, later ones less; without changes there is none." >&2
    mkdir -p "$out"
    touch "$out/.building"
    dotnet publish "$root/src/Cairn" -c Release -p:PublishAot=false -o "$out" --nologo -v quiet >"$out/.log" 2>&1 &
    build=$!
    trap 'kill "$build" 2>/dev/null; exit 130' INT TERM
    seconds=0
    while kill -0 "$build" 2>/dev/null; do
        sleep 1
        seconds=$((seconds + 1))
        [ $((seconds % 10)) -ne 0 ] || echo "run.sh: still building ($seconds s) ..." >&2
    done
    trap - INT TERM
    if ! wait "$build"; then
        cat "$out/.log" >&2
        echo "run.sh: the build failed; its log is $out/.log" >&2
        exit 1
    fi
    mv "$out/.building" "$out/.built"
fi

exec "$out/cairn" server "$@"
