"""The only door to CDKTF: no other module imports `cdktf`, `constructs` or `jsii`.

The engine is `cdktf` 0.21. The variable `LAKEFORM_ENGINE=cdktn` chooses its community successor CDK
Terrain, which has the same API; both give the same output.

Importing this module starts Node, so it settles first what jsii and the engine read from the
environment: which Node to run (`JSII_NODE`), which Terraform to ask for its version, and no warning
about Node 20, which is past its end of life but the last that many distributions ship.

It also replaces jsii's class for that process (`_Node` below), whose faults are tracebacks.
"""

from __future__ import annotations

import atexit
import contextlib
import errno
import functools
import importlib
import json
import os
import re
import subprocess
import types
from typing import TYPE_CHECKING, Any

from jsii import kernel as _kernel
from jsii._kernel.providers import process as _jsii_process
from jsii._kernel.types import LoadRequest

from lakeform.errors import InputError, ToolError, ToolMissing, unwritable
from lakeform.tools import find_node, terraform_for_cdktf

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


def _settle_environment() -> None:
    os.environ["JSII_NODE"] = os.fspath(find_node())
    os.environ.update(terraform_for_cdktf())
    os.environ.setdefault("JSII_SILENCE_WARNING_DEPRECATED_NODE_VERSION", "1")
    os.environ.setdefault("JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION", "20")


_SYSTEM_ERROR = re.compile(r"\b(E[A-Z0-9]{2,}): .*?(?:'([^']*)')?$", re.MULTILINE)
"""How Node says what the operating system refused: `EISDIR: illegal operation …, open 'PATH'`."""


class _Node(_jsii_process._NodeProcess):
    """jsii's Node process, whose failures are lakeform's errors.

    It starts, and loads the libraries, while Python goes on importing: these first answers, which
    say nothing but that all is well, are read before the first question that has another.

    jsii is asked with its own names for this class and for `subprocess`; a release of it that has
    others fails here, when it is imported.
    """

    def start(self) -> None:
        try:
            super().start()  # type: ignore[no-untyped-call]
        except OSError as error:
            raise unwritable(error.filename or "a temporary file", error) from error

    def handshake(self) -> None:
        self._unread = [super().handshake]

    def send(self, request: Any, response_type: Any) -> Any:
        try:
            if isinstance(request, LoadRequest):
                return self._send_ahead(request)
            while self._unread:
                self._unread.pop(0)()
            return super().send(request, response_type)
        except (BrokenPipeError, json.JSONDecodeError) as error:
            raise ToolError(
                "Node, which writes the Terraform, ended too early",
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
        stdin: Any = self._process.stdin
        stdin.write(f"{message}\n".encode())
        stdin.flush()
        self._unread.append(self._read_loaded)

    def _read_loaded(self) -> None:
        answer = self._next_message()
        if "ok" not in answer:
            raise RuntimeError(answer.get("error", answer))

    def stop(self) -> None:
        """At exit: tell Node to end, and don't wait until it has; a fifth of a second is much."""
        process: Any = vars(self).get("_process")
        atexit.unregister(self.stop)
        if process is None or process.stdin.closed:
            return
        with contextlib.suppress(BrokenPipeError):
            process.stdin.write(b'{"exit":0}\n')
            process.stdin.close()
        process.returncode = 0  # nobody asks any more, and Python would warn of a running process
        self._ctx_stack.close()

    def finish(self) -> None:
        """End Node, and wait until it has."""
        if "_process" in vars(self):  # it was started
            with contextlib.suppress(BrokenPipeError):
                super().stop()


def _replace_node() -> None:
    """Make `_Node` what jsii starts, in a session of its own.

    A Ctrl-C on the terminal then reaches lakeform only, as with Terraform (`terraform.process`).
    Node ends by itself when its standard input does, so it outlives nobody.
    """
    start = functools.partial(subprocess.Popen, start_new_session=True)
    with_sessions = types.SimpleNamespace(**{**vars(subprocess), "Popen": start})
    vars(_jsii_process).update(_NodeProcess=_Node, subprocess=with_sessions)


def end() -> None:
    """End Node now instead of at exit; nothing of this module can be used any more."""
    provider: Any = _kernel.provider
    provider._process.finish()


if ENGINE not in ENGINES:
    raise InputError(
        f"LAKEFORM_ENGINE is {ENGINE!r}", hint=f"leave it out, or set it to {' or '.join(ENGINES)}"
    )
_settle_environment()
_replace_node()

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
            f"The engine {ENGINE} isn't installed", hint=f"pip install 'lakeform[{ENGINE}]'"
        ) from error
    import constructs
    from constructs import IConstruct
    from jsii import create as jsii_create
    from jsii import implements as jsii_implements
    from jsii import invoke as jsii_invoke
    from jsii import member as jsii_member
    from jsii.errors import JSIIError

    class Construct(constructs.Construct):
        """A construct that knows its place in the tree without asking Node."""

        def __init__(self, scope, id):
            super().__init__(scope, id)
            self.scope, self.id = scope, id

    for _name in set(__all__) - globals().keys():
        globals()[_name] = getattr(_library, _name)
