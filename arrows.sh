#!/bin/sh
# Draws which folder of each project uses which, from the code: ./arrows.sh [FILE.svg]
set -eu
cd "$(dirname "$0")"
exec dotnet run --project tools/Cairn.Arrows --no-launch-profile -v quiet -- "$@"
