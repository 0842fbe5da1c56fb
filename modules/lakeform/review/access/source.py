"""What a resource is that lets somebody do something while it exists."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from lakeform.review.access.change import Area
from lakeform.review.access.principals import Principals
from lakeform.review.access.states import Sides, State

Fact = tuple[str, str, str]
"""Who, what it may do, and the principal as AWS names it, empty for one of the plan's account."""

Read = Callable[[Sides, State, Principals], Iterator[Fact]]


@dataclass(frozen=True)
class Source:
    """A type whose resources let somebody do something while they exist."""

    type: str
    area: Area
    read: Read
    subject: tuple[str, tuple[str, ...]] | None = None
    """The attribute that names whom or what it is about, and the types which that may be of."""
    decides: str = ""
    """The one attribute that lets somebody in, of a type that is for more than that."""
    is_subject: bool = False
    """Whether it is itself what somebody gets at, and holds nothing that was there before."""
    limits: bool = False
    """Whether it takes away what somebody may do while it exists."""
