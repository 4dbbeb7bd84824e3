#!/usr/bin/env bash
# Makes the Python environment of the Spark example: examples/spark/setup.sh [FOLDER], .venv beside this file unless given.
# Needs Java 17 or later, Python 3.11 or later and the Python package index.
set -euo pipefail
here="$(cd "$(dirname "$0")" && pwd)"
environment="${1:-$here/.venv}"
python="${PYTHON:-python3}"

fail() {
	echo "$1" >&2
	exit 1
}

java_version="$(java -version 2>&1 | sed -n 's/.*version "\([0-9]*\).*/\1/p' | head -n 1)" || true
[ "${java_version:-0}" -ge 17 ] || fail "Spark needs Java 17 or later; 'java -version' says: ${java_version:-there is none}."
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' ||
	fail "Python 3.11 or later is needed: set PYTHON to its path."

"$python" -m venv "$environment"
"$environment/bin/pip" install --quiet --disable-pip-version-check -r "$here/requirements.txt"
echo "Done: $environment/bin/spark-submit"
