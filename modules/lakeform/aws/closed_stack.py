"""A stack that writes its resources itself, instead of having Node make a construct of each.

A construct costs a millisecond, nearly all of it messages to Node. A resource that has its name in
Terraform from the start, and that nobody asks anything that only Node knows, needs none: what is
written of it is settled in Python. Such a resource waits here. It becomes a construct as soon as
something needs one (a reference to its attributes, `add_override`, `node`); what still waits when
the engine writes the stack is written all at once.
"""

from __future__ import annotations

import re
import weakref
from typing import Protocol

from lakeform.aws.arguments import Json
from lakeform.engine import App, Aspects, Construct, TerraformElement, TerraformStack, jsii_member

_NAME = re.compile(r"[A-Za-z_][\w-]*", re.ASCII)
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
        self._addresses: set[str] = set()
        # HCL is written construct by construct.
        self._one_by_one = App.of(self).hcl_output
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

    def written(self) -> Json:
        """What waits, as Terraform's JSON."""
        resources: dict[str, Json] = {}
        for path, resource in self._waiting.items():
            type, _, name = resource._address.partition(".")
            metadata = {"//": {"metadata": {"path": path, "uniqueId": name}}}
            resources.setdefault(type, {})[name] = metadata | resource._body()
        return {"resource": resources} if resources else {}


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
    if "scope" in known and "id" in known:  # one of ours, which needn't ask Node
        return place(known["scope"], known["id"])
    stack = TerraformStack.of(scope)
    return (stack, scope.node.path) if isinstance(stack, ClosedStack) else (None, "")
