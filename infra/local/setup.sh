#!/bin/sh
# Sets a fresh checkout up: `setup.sh run` for what serving needs, the built console among it; `setup.sh dev` for what
# tests need as well; `setup.sh check` for what looks at the sources only.
# What is there already is left alone: a stamp remembers the requirements it was made of.
set -eu
cd "$(dirname "$0")/../.."
purpose=${1:-run}

missing() {
    echo "Glasspipe: $1" >&2
    exit 1
}

find_python() {
    for candidate in ${PYTHON:-} python3.11 python3.12 python3.13 python3.14 python3 python; do
        if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            echo "$candidate"
            return
        fi
    done
    missing "Python 3.11 or later is missing (Debian: apt-get install python3 python3-venv)."
}

# A virtual environment without pip is what a Debian without python3-venv leaves behind.
if ! .venv/bin/python -m pip --version >/dev/null 2>&1; then
    python=$(find_python)
    "$python" -c 'import ensurepip, venv' 2>/dev/null ||
        missing "Python's venv module is missing (Debian: apt-get install python3-venv)."
    echo "Making the virtual environment .venv ..."
    "$python" -m venv --clear .venv || missing "the virtual environment .venv cannot be made: see above."
fi

stamp_of() { cat "$@" | sha256sum | cut -d' ' -f1; }
run_stamp=$(stamp_of requirements.txt)
dev_stamp=$(stamp_of requirements.txt requirements-dev.txt)

if [ "$(cat .venv/.installed-dev 2>/dev/null)" != "$dev_stamp" ]; then
    if [ "$purpose" != run ]; then
        echo "Installing what tests and checks need ..."
        .venv/bin/python -m pip install -qq --disable-pip-version-check -r requirements-dev.txt ||
            missing "the Python packages cannot be installed: see above."
        echo "$dev_stamp" >.venv/.installed-dev
        echo "$run_stamp" >.venv/.installed-run
    elif [ "$(cat .venv/.installed-run 2>/dev/null)" != "$run_stamp" ]; then
        echo "Installing the Python packages ..."
        .venv/bin/python -m pip install -qq --disable-pip-version-check -r requirements.txt ||
            missing "the Python packages cannot be installed: see above."
        echo "$run_stamp" >.venv/.installed-run
    fi
fi

if [ "$purpose" = check ]; then
    exec infra/local/console.sh packages
fi

# Who names another engine needs none of ours; tests start their own.
engine=infra/local/node_modules
engine_stamp=$(stamp_of infra/local/package-lock.json)
if [ "$purpose" = run ] && [ -n "${AWS_ENDPOINT_URL_DYNAMODB:-}" ]; then
    :
elif [ "$(cat $engine/.installed 2>/dev/null)" != "$engine_stamp" ]; then
    command -v npm >/dev/null 2>&1 || missing "npm is missing (Debian: apt-get install npm; else https://nodejs.org)."
    [ "$(uname -sm)" = "Linux x86_64" ] ||
        missing "the engine runs on Linux x86_64; on another machine name one with AWS_ENDPOINT_URL_DYNAMODB=…"
    echo "Installing the engine ..."
    npm ci --prefix infra/local --silent --no-audit --no-fund || missing "the engine cannot be installed: see above."
    echo "$engine_stamp" >$engine/.installed
fi

infra/local/console.sh build
