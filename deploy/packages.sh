#!/bin/sh
# Bring the packages of a hashed list into a virtual environment.
#   packages.sh venv VENV               make the environment, with a pinned uv inside it
#   packages.sh install VENV LIST       add what LIST names
#   packages.sh sync VENV LIST          make the environment exactly what LIST names
set -u
here=$(dirname "$0")/..
deed=$1 venv=$2

fail() {
    printf '\n%s\n' "$1" >&2
    exit 1
}

if [ "$deed" = venv ]; then
    python=${PYTHON:-python3}
    command -v "$python" >/dev/null 2>&1 ||
        fail "Python was not found as '$python'. Install Python 3.11 or newer, or name it: make PYTHON=/path/to/python3.11"
    "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' ||
        fail "Python 3.11 or newer is needed; '$python' is $("$python" -V 2>&1). Name a newer one: make PYTHON=/path/to/python3.11"
    "$python" -c 'import ensurepip, venv' 2>/dev/null ||
        fail "This Python has no venv. On Debian and Ubuntu: sudo apt-get install python3-venv"
    "$python" -m venv "$venv" || fail "The virtual environment could not be made in $venv (is the disk full or read-only?)."
    "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes \
        -r "$here/requirements-uv.txt" 2>/dev/null ||
        echo "uv could not be had; going on with pip, which is slower." >&2
    exit 0
fi

list=$3
echo "Bringing the packages of $list into $venv …" >&2
if [ -x "$venv/bin/uv" ]; then
    # Wheels alone: on a machine without one, a clear stop is kinder than a compiler's complaint.
    if [ "$deed" = sync ]; then
        "$venv/bin/uv" pip sync --quiet --python "$venv/bin/python" --require-hashes --compile-bytecode --no-build "$list"
    else
        "$venv/bin/uv" pip install --quiet --python "$venv/bin/python" --require-hashes --compile-bytecode --no-build -r "$list"
    fi
else
    "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes --only-binary :all: -r "$list"
fi || fail "The packages could not be installed; the lines above say which. Either the package index cannot be reached, or there is no
ready-made build for this machine ($(uname -sm), $("$venv/bin/python" -V 2>&1)). With a compiler (Debian: sudo apt-get install build-essential
python3-dev) they can be built: $venv/bin/python -m pip install --require-hashes -r $list, then the same make command again."
