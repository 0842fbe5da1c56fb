"""A stack that writes its resources itself, instead of having Node make a construct of each.

A construct costs a millisecond, nearly all of it messages to Node. A resource that has its name in
Terraform from the start, and that nobody asks anything that only Node knows, needs none: what is
written of it is settled in Python. Such a resource waits here. It becomes a construct as soon as
something needs one (a reference to its attributes, `add_override`, `node`); what still waits when
the engine writes the stack is written all at once.
"""

from __future__ import annotations

import json
import re
import weakref
from pathlib import Path
from typing import Protocol

from lakeform import engine
from lakeform.aws.arguments import Json
from lakeform.engine import Aspects, Construct, TerraformElement, TerraformStack, jsii_member

_NAME = re.compile(r"[A-Za-z_][\w-]*", re.ASCII)
_TOKEN = re.compile(r"TfToken\[|e\+2\d\d")
"""How the engine marks a token in text, and as a number: one of 299 digits."""

_Resources = dict[str, dict[str, Json]]
"""Type → name in Terraform → arguments."""

_PLACES: weakref.WeakKeyDictionary[Construct, tuple[ClosedStack | None, str]] = (
    weakref.WeakKeyDictionary()
)
"""Construct → the closed stack that it is in, if it is in one, and its path in the tree."""


class Waiting(Protocol):
    """A resource without a construct."""

    @property
    def _address(self) -> str: ...

    def _body(self) -> Json:
        """Everything that Terraform reads of it."""

    def _make(self) -> None:
        """Make its construct."""


class App(engine.App):
    """An App whose closed stacks add to their files themselves what waits in them.

    Node would take half a millisecond for each resource, to look for tokens and to sort.
    """

    def __init__(self, *, outdir: str, hcl_output: bool = False) -> None:
        super().__init__(outdir=outdir, hcl_output=hcl_output)
        self._stacks: list[ClosedStack] = []

    def synth(self) -> None:
        """Write all stacks.

        Raises:
            OSError: a file can't be written.
        """
        for stack in self._stacks:
            stack._apart = {}
        super().synth()
        for stack in self._stacks:
            file = Path(self.outdir, self.manifest.for_stack(stack).synthesized_stack_path)
            stack._add_apart(file)


class ClosedStack(TerraformStack):
    """A stack that refers to no other stack, and has a backend of its own.

    The engine would ask every resource for its arguments twice, first to find references to other
    stacks. Here it doesn't. Should there be such a reference after all, Terraform refuses it as
    undeclared. Other stacks may refer to this one.

    Aspects of this stack see every resource: there is a construct of each then. (Those of the App
    the engine calls for no stack.) Those of a construct inside, and whatever else walks over the
    tree, see the constructs that there are: call `make_all` before.
    """

    def __init__(self, scope: Construct, id: str) -> None:
        super().__init__(scope, id)
        self._waiting: dict[str, Waiting] = {}
        self._apart: _Resources | None = None
        self._is_overridden = False
        self._addresses: set[str] = set()
        # HCL is written construct by construct.
        app = engine.App.of(self)
        self._one_by_one = app.hcl_output
        if isinstance(app, App) and not app.hcl_output:
            app._stacks.append(self)
        _Writer(self, "waiting-resources")

    @jsii_member(jsii_name="prepareStack")
    def prepare_stack(self) -> None:
        """Leaves out the engine's search for references; aspects of the stack see all."""
        if Aspects.of(self).all:
            self.make_all()

    def make_all(self) -> None:
        """Make a construct of every resource that has none yet."""
        for resource in list(self._waiting.values()):
            resource._make()

    def wait(self, path: str, resource: Waiting) -> bool:
        """Keep a resource without a construct; False where this stack needs one at once.

        Raises:
            ValueError: there is something else at the path or the address, or the address isn't one
                for Terraform.
        """
        address = resource._address
        if not _NAME.fullmatch(address.partition(".")[2]):
            raise ValueError(f"{address}: a Terraform name has letters, digits, _ and -")
        if address in self._addresses:
            raise ValueError(f"{address} is there already")
        if path in self._waiting:
            raise ValueError(f"there is a construct {path} already")
        self._addresses.add(address)
        if self._one_by_one:
            return False
        self._waiting[path] = resource
        return True

    def made(self, path: str) -> None:
        """The resource at the path has a construct now."""
        self._waiting.pop(path, None)

    def add_override(self, path: str, value: object) -> None:
        """Overrides what the engine writes at a path: `resource.aws_s3_bucket.raw.tags`."""
        self._is_overridden = True
        super().add_override(path, value)

    def written(self) -> Json:
        """What waits and is the engine's to write, as Terraform's JSON."""
        resources: _Resources = {}
        for path, resource in self._waiting.items():
            type, _, name = resource._address.partition(".")
            metadata = {"//": {"metadata": {"path": path, "uniqueId": name}}}
            body = metadata | resource._body()
            group = resources
            if self._apart is not None and not self._is_overridden and _is_settled(body):
                group = self._apart
            group.setdefault(type, {})[name] = body
        return {"resource": resources} if resources else {}

    def _add_apart(self, file: Path) -> None:
        """Add the rest of what waits to the file that the engine wrote, in its form."""
        if not self._apart:
            return
        document = json.loads(file.read_text(encoding="utf-8"))
        resources = document.setdefault("resource", {})
        for type, bodies in self._apart.items():
            resources.setdefault(type, {}).update(bodies)
        text = json.dumps(document, indent=2, sort_keys=True, ensure_ascii=False)
        file.write_text(text, encoding="utf-8")


def _is_settled(body: Json) -> bool:
    """Whether there is no token in it."""
    try:
        return _TOKEN.search(json.dumps(body)) is None
    except TypeError:  # a token that is an object
        return False


class _Writer(TerraformElement):
    """Through it, the engine gets what waits in its stack."""

    def __init__(self, stack: ClosedStack, id: str) -> None:
        super().__init__(stack, id)
        self._stack = stack

    @jsii_member(jsii_name="toTerraform")
    def to_terraform(self) -> Json:
        return self._stack.written()

    @jsii_member(jsii_name="toHclTerraform")
    def to_hcl_terraform(self) -> Json:
        if self._stack.written():
            raise NotImplementedError("HCL needs an App that was made with hcl_output=True")
        return {}


def place(scope: Construct, id: str) -> tuple[ClosedStack | None, str]:
    """The closed stack around a scope, if there is one, and the path of the scope's child `id`."""
    if scope not in _PLACES:
        _PLACES[scope] = _find(scope)
    around, path = _PLACES[scope]
    return around, f"{path}/{id}"


def _find(scope: Construct) -> tuple[ClosedStack | None, str]:
    known = vars(scope)
    if "_scope_and_id" in known:  # one of ours, which needn't ask Node
        return place(*known["_scope_and_id"])
    stack = TerraformStack.of(scope)
    return (stack, scope.node.path) if isinstance(stack, ClosedStack) else (None, "")
