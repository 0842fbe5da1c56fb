#!/bin/sh
# Find a Python that the lock files hold for, and hand over to bootstrap.py beside this script.
# PYTHON names one to use instead.
here=$(cd "$(dirname "$0")" && pwd) || exit 3

fits='import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))'

for python in ${PYTHON:-python3 python3.13 python3.12 python3.11}; do
    # A name on PATH may be a shim that leads nowhere, so only running it counts.
    if "$python" -c "$fits" </dev/null >/dev/null 2>&1; then
        if "$python" -c 'import ensurepip, venv' </dev/null >/dev/null 2>&1; then
            exec "$python" "$here/bootstrap.py" "$@"
        fi
        incomplete=$python
    fi
done

if [ -n "$incomplete" ]; then
    echo "set-up: $incomplete has no venv module; on Debian and Ubuntu: apt-get install python3-venv" >&2
elif [ -n "$PYTHON" ]; then
    echo "set-up: PYTHON=$PYTHON isn't Python 3.11, 3.12 or 3.13" >&2
else
    echo "set-up: no Python 3.11, 3.12 or 3.13 on PATH; install one, or name it: make PYTHON=/path/to/python3.12" >&2
fi
exit 3
