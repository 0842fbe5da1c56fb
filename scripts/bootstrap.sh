#!/bin/sh
# Find a Python that the lock files hold for, and hand over to bootstrap.py beside this script: one
# that also runs Spark's tests, for which 3.13 is too new, if there is one. PYTHON names one to use
# instead.
here=$(cd "$(dirname "$0")" && pwd) || exit 3

# Whether $1 is a Python of 3.11 to 3.$2 with venv. A name on PATH may be a shim that leads nowhere, so
# only running it counts.
fits() {
    "$1" -c "import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, $2))" \
        </dev/null >/dev/null 2>&1 || return 1
    "$1" -c 'import ensurepip, venv' </dev/null >/dev/null 2>&1 && return
    incomplete=$1
    return 1
}

for newest in 12 13; do
    for python in ${PYTHON:-python3 python3.12 python3.11 python3.13}; do
        if fits "$python" "$newest"; then
            exec "$python" "$here/bootstrap.py" "$@"
        fi
    done
done

if [ -n "$incomplete" ]; then
    echo "set-up: $incomplete has no venv module; on Debian and Ubuntu: apt-get install python3-venv" >&2
elif [ -n "$PYTHON" ]; then
    echo "set-up: PYTHON=$PYTHON isn't Python 3.11, 3.12 or 3.13" >&2
else
    echo "set-up: no Python 3.11, 3.12 or 3.13 on PATH; install one, or name it: make PYTHON=/path/to/python3.12" >&2
fi
exit 3
