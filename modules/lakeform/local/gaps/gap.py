"""What a gap is, and the few ways in which a gap extends moto.

moto's own extension points carry the patches: a *call* is a method of a service's response class,
named after the operation in snake case; a REST service also lists the call's path in `url_paths`
of its `urls` module. State that a gap adds hangs on the service's backend, one an account and
region, so moto's own reset clears it.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import ModuleType
from typing import Any, TypeVar

from moto.core.base_backend import BaseBackend
from moto.core.responses import BaseResponse

Handler = Callable[[Any], Any]
S = TypeVar("S")


@dataclass(frozen=True)
class Gap:
    """One difference between moto and AWS, and the patch that closes it.

    `missing` are operations that moto hasn't got at all, `corrected` operations that it has and
    answers otherwise than AWS; both as ``service:Operation``. `resources` are the Terraform types
    that need the patch.
    """

    name: str
    resources: tuple[str, ...]
    apply: Callable[[], None]
    missing: tuple[str, ...] = field(default=())
    corrected: tuple[str, ...] = field(default=())


def replace(owner: type, **members: object) -> None:
    """Give a class of moto's other members: methods, properties, values."""
    for name, member in members.items():
        setattr(owner, name, member)


def add_calls(response: type[BaseResponse], calls: Mapping[str, Handler]) -> None:
    """Give `response` one method a call; the keys are moto's names (snake case)."""
    for name, handler in calls.items():
        handler.__name__ = name
        setattr(response, name, handler)


def add_paths(urls: ModuleType, response: type[BaseResponse], paths: tuple[str, ...]) -> None:
    """Route the REST paths of added calls (as ``/Path``, moto's pattern syntax) to `response`."""
    for path in paths:
        urls.url_paths.setdefault("{0}" + path + "$", response.dispatch)


def state_of(backend: BaseBackend, kind: Callable[[], S], name: str) -> S:
    """The state that a gap keeps for one account and region, made at its first use."""
    attribute = f"lakeform_{name}"
    if attribute not in vars(backend):
        vars(backend).setdefault(attribute, kind())
    state: S = vars(backend)[attribute]
    return state


def body_of(response: BaseResponse) -> dict[str, Any]:
    """The JSON body of a request; empty for a request without one."""
    text = response.body
    parsed: dict[str, Any] = json.loads(text) if text else {}
    return parsed


def asked_by_terraform(response: BaseResponse) -> bool:
    """Whether a request comes from Terraform's AWS provider, and not from a user's SDK.

    For the few deletions after which the provider waits for a fixed time, whatever it reads: told
    that the thing isn't there any more, which is true by then, it doesn't wait.
    """
    return "terraform-provider-aws" in response.headers.get("User-Agent", "")


def now_seconds() -> float:
    """The time now as the JSON protocols write it: seconds since 1970."""
    return datetime.datetime.now(tz=datetime.UTC).timestamp()
