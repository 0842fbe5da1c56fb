"""Node with jsii's program in it, started before anything of jsii is imported.

Node and what it loads take longer than anything else of a synthesis, so the process is started
first, and jsii's Python half, which takes a tenth of a second to import, gets it when it asks
(`engine`).

jsii itself starts a Node that starts another one and passes every message on. Here it is that other
one that Python speaks to, over a socket: a start earlier by a Node, and a tenth of the time a
message.
"""

from __future__ import annotations

import atexit
import contextlib
import functools
import importlib.util
import os
import platform
import socket
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from lakeform.errors import ToolMissing, unwritable
from lakeform.tools import find_node

_PREFIX = "lib__"
"""How a Python package that holds no folders has jsii's folder `lib`."""

_PROGRAM = "program.js"
_SAID = "said"

_ON_DESCRIPTOR_3 = ("/bin/sh", "-c", 'exec "$0" "$@" 3<&0 </dev/null')
"""Where the program reads its orders and writes its answers: what was standard input."""

_OPTIONS = ("--max-old-space-size=4069", "--preserve-symlinks")
"""As jsii starts it."""


@dataclass(frozen=True, eq=False)
class Program:
    """The running program.

    Attributes:
        process: ends by itself when nobody has the other end of its socket any more.
        orders: where it gets its orders, a line of JSON each.
        answers: where its answers come, a line of JSON each.
        folder: holds its files; to be removed when it has read them, at the earliest.
    """

    process: subprocess.Popen[bytes]
    orders: BinaryIO
    answers: BinaryIO
    folder: tempfile.TemporaryDirectory[str]

    def said(self) -> str:
        """What it, or a library in it, has printed as a warning or an error."""
        with contextlib.suppress(OSError):
            return Path(self.folder.name, _SAID).read_text(encoding="utf-8", errors="replace")
        return ""

    def leave(self) -> None:
        """At exit, if nobody has spoken to it: it ends when it has read its files, not before."""
        self.answers.readline()
        self.folder.cleanup()


@functools.cache
def start() -> Program:
    """Start it, once a process.

    Raises:
        ToolMissing: there is no Node, or no jsii.
        InputError: its files can't be written.
    """
    node = find_node()
    try:
        folder = _unpack()
    except OSError as error:
        raise unwritable(error.filename or "a temporary file", error) from error
    ours, its = socket.socketpair()
    said = Path(folder.name, _SAID)
    with its, ours, said.open("wb") as errors:  # the two files below keep ours open
        process = subprocess.Popen(
            [*_ON_DESCRIPTOR_3, os.fspath(node), *_OPTIONS, os.path.join(folder.name, _PROGRAM)],
            stdin=its.fileno(),
            stdout=subprocess.DEVNULL,
            # Not our own: when we are interrupted, it complains of a connection that is gone.
            stderr=errors,
            env=os.environ | {"JSII_AGENT": f"Python/{platform.python_version()}"},
            # A Ctrl-C on the terminal then reaches lakeform only, as with Terraform
            # (`terraform.process`).
            start_new_session=True,
        )
        program = Program(process, ours.makefile("wb"), ours.makefile("rb"), folder)
    atexit.register(program.leave)
    return program


def _unpack() -> tempfile.TemporaryDirectory[str]:
    found = importlib.util.find_spec("jsii")
    package = Path("jsii") if found is None or found.origin is None else Path(found.origin).parent
    files = {
        file.name.removeprefix(_PREFIX): file.read_bytes()
        for file in (package / "_embedded" / "jsii").glob(f"{_PREFIX}*.js")
    }
    if _PROGRAM not in files:
        raise ToolMissing(
            "jsii isn't installed, or its program isn't where it was in release 1.142",
            hint="pip install --force-reinstall cdktf jsii==1.142.0",
        )
    folder = tempfile.TemporaryDirectory(prefix="lakeform-node-")
    for name, content in files.items():
        Path(folder.name, name).write_bytes(content)
    return folder
