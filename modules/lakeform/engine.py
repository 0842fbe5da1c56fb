"""The only door to CDKTF: no other module imports `cdktf`, `constructs` or `jsii`.

The engine is `cdktf` 0.21. The variable `LAKEFORM_ENGINE=cdktn` chooses its community successor CDK
Terrain, which has the same API; both give the same output.

Importing this module starts Node (`node`), so it settles first what the engine reads from the
environment: which Terraform to ask for its version. It also replaces jsii's class for that process
(`_Node` below), whose faults are tracebacks.
"""

from __future__ import annotations

import atexit
import contextlib
import errno
import importlib
import json
import os
import re
import subprocess
import sys
from typing import TYPE_CHECKING, Any

from jsii import kernel as _kernel
from jsii._kernel.providers import process as _jsii_process
from jsii._kernel.types import LoadRequest

from lakeform import node
from lakeform.errors import InputError, ToolError, ToolMissing
from lakeform.tools import terraform_for_cdktf

__all__ = [
    "ENGINE",
    "Annotations",
    "App",
    "Aspects",
    "Construct",
    "FileProvisioner",
    "Fn",
    "IAspect",
    "IConstruct",
    "IResolvable",
    "ITerraformDependable",
    "ITerraformIterator",
    "JSIIError",
    "Lazy",
    "LocalBackend",
    "LocalExecProvisioner",
    "RemoteExecProvisioner",
    "ResourceTerraformIterator",
    "S3Backend",
    "SSHProvisionerConnection",
    "TerraformCount",
    "TerraformDataSource",
    "TerraformElement",
    "TerraformIterator",
    "TerraformLocal",
    "TerraformOutput",
    "TerraformProvider",
    "TerraformResource",
    "TerraformResourceLifecycle",
    "TerraformStack",
    "TerraformVariable",
    "Testing",
    "Token",
    "Unregistered",
    "WinrmProvisionerConnection",
    "end",
    "jsii_create",
    "jsii_implements",
    "jsii_invoke",
    "jsii_member",
]

ENGINES = ("cdktf", "cdktn")
ENGINE = os.environ.get("LAKEFORM_ENGINE", "cdktf")
"""The library in use: `cdktf` or `cdktn`."""


_SYSTEM_ERROR = re.compile(r"\b(E[A-Z0-9]{2,}): .*?(?:'([^']*)')?$", re.MULTILINE)
"""How Node says what the operating system refused: `EISDIR: illegal operation …, open 'PATH'`."""

_ERROR = re.compile(r"^.*\b(?:Error|ERROR)\b.*$", re.MULTILINE)
"""The line of Node's last words that says what happened."""


class _Node(_jsii_process._NodeProcess):
    """jsii's Node process: `node` has started it, and its failures are lakeform's errors.

    It loads the libraries while Python goes on importing: these first answers, which say nothing
    but that all is well, are read before the first question that has another.

    jsii is asked with its own names for this class; a release of it that has others fails here,
    when it is imported.
    """

    _process: subprocess.Popen[bytes]

    def start(self) -> None:
        program = node.start()
        atexit.unregister(program.leave)
        self._process = program.process
        self._process.stdin = program.orders
        self._process.stdout = program.answers
        self._program = program
        atexit.register(self.stop)
        self._unread = [self.handshake]

    def send(self, request: Any, response_type: Any) -> Any:
        try:
            if isinstance(request, LoadRequest):
                return self._send_ahead(request)
            while self._unread:
                self._unread.pop(0)()
            return super().send(request, response_type)
        except (ConnectionError, json.JSONDecodeError) as error:
            said = _ERROR.search(self._program.said())
            raise ToolError(
                "Node, which writes the Terraform, ended too early"
                + (f": {said[0]}" if said else ""),
                hint="was it killed, or is there too little memory, or a `ulimit`?",
            ) from error
        except RuntimeError as error:
            refused = _SYSTEM_ERROR.search(str(error))
            number = getattr(errno, refused[1], None) if refused else None
            if refused is None or number is None:
                raise
            raise OSError(number, os.strerror(number), refused[2]) from error

    def _send_ahead(self, request: LoadRequest) -> None:
        message = json.dumps(self._serializer.unstructure(request))
        self._say(f"{message}\n".encode())
        self._unread.append(self._read_loaded)

    def _read_loaded(self) -> None:
        answer = self._next_message()
        if "ok" not in answer:
            raise RuntimeError(answer.get("error", answer))

    def _say(self, message: bytes) -> None:
        assert self._process.stdin
        self._process.stdin.write(message)
        self._process.stdin.flush()

    def stop(self) -> None:
        """At exit: tell Node to end, and don't wait until it has; a fifth of a second is much."""
        if self._dismiss():
            self._process.returncode = 0  # or Python would warn of a process that still runs

    def finish(self) -> None:
        """End Node, and wait until it has."""
        if self._dismiss():
            self._process.wait()

    def _dismiss(self) -> bool:
        """Tell Node to end, unless it was never started or told already."""
        process = vars(self).get("_process")
        if process is None or process.stdin.closed:
            return False
        atexit.unregister(self.stop)
        if sys.stderr is not None:
            sys.stderr.write(self._program.said())
        with contextlib.suppress(ConnectionError, json.JSONDecodeError, RuntimeError):
            while self._unread:  # or it would complain that nobody listens
                self._unread.pop(0)()
            self._say(b'{"exit":0}\n')
        for file in (process.stdin, process.stdout):
            with contextlib.suppress(ConnectionError):
                file.close()
        self._program.folder.cleanup()
        return True


def end() -> None:
    """End Node now instead of at exit; nothing of this module can be used any more."""
    provider: Any = _kernel.provider
    provider._process.finish()


if ENGINE not in ENGINES:
    raise InputError(
        f"LAKEFORM_ENGINE is {ENGINE!r}", hint=f"leave it out, or set it to {' or '.join(ENGINES)}"
    )
os.environ.update(terraform_for_cdktf())
vars(_jsii_process)["_NodeProcess"] = _Node

if TYPE_CHECKING:
    from cdktf import (
        Annotations,
        App,
        Aspects,
        FileProvisioner,
        Fn,
        IAspect,
        IResolvable,
        ITerraformDependable,
        ITerraformIterator,
        Lazy,
        LocalBackend,
        LocalExecProvisioner,
        RemoteExecProvisioner,
        ResourceTerraformIterator,
        S3Backend,
        SSHProvisionerConnection,
        TerraformCount,
        TerraformDataSource,
        TerraformElement,
        TerraformIterator,
        TerraformLocal,
        TerraformOutput,
        TerraformProvider,
        TerraformResource,
        TerraformResourceLifecycle,
        TerraformStack,
        TerraformVariable,
        Testing,
        Token,
        WinrmProvisionerConnection,
    )
    from constructs import Construct, IConstruct

    Unregistered = type
    from jsii import create as jsii_create
    from jsii import implements as jsii_implements
    from jsii import invoke as jsii_invoke
    from jsii import member as jsii_member
    from jsii.errors import JSIIError
else:
    try:
        _library = importlib.import_module(ENGINE)
    except ModuleNotFoundError as error:
        if error.name != ENGINE:
            raise
        raise ToolMissing(
            f"The engine {ENGINE} isn't installed", hint=f"pip install {ENGINE}"
        ) from error
    import constructs
    from constructs import IConstruct
    from jsii import create as jsii_create
    from jsii import implements as jsii_implements
    from jsii import invoke as jsii_invoke
    from jsii import member as jsii_member
    from jsii.errors import JSIIError

    class Unregistered(type(constructs.Construct)):
        """Makes objects as Python does; jsii's own way wants Node's number of each at once."""

        def __call__(cls, *arguments, **keywords):
            return type.__call__(cls, *arguments, **keywords)

    class Construct(constructs.Construct, metaclass=Unregistered):
        """A construct that knows its place in the tree; Node has it once something asks Node.

        Most hold nothing but resources that need no construct either (`aws.closed_stack`).
        """

        def __init__(self, scope, id):
            self._scope_and_id = (scope, id)
            self._reference = None

        @property
        def __jsii_ref__(self):
            if self._reference is None:
                jsii_create(type(self), self, list(self._scope_and_id))
            return self._reference

        @__jsii_ref__.setter
        def __jsii_ref__(self, reference):
            self._reference = reference

    for _name in set(__all__) - globals().keys():
        globals()[_name] = getattr(_library, _name)
