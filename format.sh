#!/bin/sh
# Formats the code and applies the fixes that the analyzers offer. ./format.sh --check changes nothing and fails if it would.
set -eu
cd "$(dirname "$0")"
dotnet tool restore >/dev/null
if [ "${1:-}" = --check ]; then
    dotnet csharpier check .
    exec dotnet format style Cairn.slnx --verify-no-changes --severity warn
fi
dotnet format style Cairn.slnx --severity warn
dotnet format analyzers Cairn.slnx --severity warn
exec dotnet csharpier format .
