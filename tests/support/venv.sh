#!/bin/bash
# Makes build/venv from tests/requirements.txt, again only when that file has changed. Prints its Python.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
python=${PYTHON:-python3}
stamp=build/venv/requirements.txt
if ! cmp -s tests/requirements.txt "$stamp"; then
    mkdir -p build
    "$python" -m venv --clear build/venv
    build/venv/bin/pip install --quiet --disable-pip-version-check -r tests/requirements.txt >&2
    cp tests/requirements.txt "$stamp"
fi
echo "$PWD/build/venv/bin/python"
