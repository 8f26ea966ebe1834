#!/bin/sh
# Print a Python this program runs on: 3.11, 3.12 or 3.13 with venv. PYTHON=… goes first.
for candidate in ${PYTHON:-} python3 python3.13 python3.12 python3.11 python; do
    command -v "$candidate" >/dev/null 2>&1 || continue
    if "$candidate" -c 'import sys, venv, ensurepip; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' >/dev/null 2>&1; then
        command -v "$candidate"
        exit 0
    fi
done
echo "Hittar ingen lämplig Python. Det behövs Python 3.11, 3.12 eller 3.13 med venv" >&2
echo "(på Debian och Ubuntu: apt-get install python3 python3-venv). Ligger den på annan plats: make PYTHON=/sökväg/python3 …" >&2
exit 1
