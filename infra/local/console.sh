#!/bin/sh
# Builds the console when what it is made of has changed: `console.sh packages` only installs what that needs, as checks
# and hot reload want it.
set -eu
cd "$(dirname "$0")/../.."
purpose=${1:-build}
node=infra/local/node.sh

missing() {
    echo "Glasspipe: $1" >&2
    exit 1
}

# One build at a time in one checkout: a second `make` waits for it and then finds it done.
if command -v flock >/dev/null 2>&1; then
    exec 9<infra/local/console.sh
    flock 9
fi

packages=console/node_modules
lock=$(sha256sum <console/package-lock.json)
if [ "$(cat $packages/.installed 2>/dev/null)" != "$lock" ]; then
    echo "Installing the packages of the console ..."
    $node npm ci --prefix console --loglevel=error --no-audit --no-fund || missing "the console's packages cannot be installed: see above."
    echo "$lock" >$packages/.installed
fi
[ "$purpose" = build ] || exit 0

if ! $node node console/scripts/inputs.mjs; then
    echo "Building the console (half a minute) ..."
    $node npm run --prefix console --silent build || missing "the console cannot be built: see above."
fi
