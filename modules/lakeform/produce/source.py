"""Where made-up values come from: Faker, and its random numbers."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from lakeform.errors import ToolMissing

if TYPE_CHECKING:
    from faker import Faker


class Source:
    """One seed's values: the same calls in the same order give the same values.

    That holds for one version of Faker; another may have other words.
    """

    def __init__(self, seed: int) -> None:
        self.faker = _faker()
        self._seed = seed
        self.restart()
        self.random: random.Random = self.faker.random

    def restart(self) -> None:
        """Begin again with the first values."""
        self.faker.seed_instance(self._seed)

    def provider(self, name: str) -> Callable[..., Any] | None:
        """What Faker calls `name`, `ipv4` for example; None where it has no such provider."""
        [generator] = self.faker.factories
        known = any(callable(getattr(type(each), name, None)) for each in generator.providers)
        return getattr(self.faker, name, None) if known and not name.startswith("_") else None

    def providers(self) -> list[str]:
        """The names that `provider` knows, sorted."""
        [generator] = self.faker.factories
        names = {name for each in generator.providers for name in dir(type(each))}
        return sorted(name for name in names if self.provider(name) is not None)


def _faker() -> Faker:
    try:
        from faker import Faker
    except ImportError:
        raise missing("Faker") from None
    return Faker("en_US")


def missing(library: str) -> ToolMissing:
    """The error for a library of the extra that isn't installed."""
    return ToolMissing(
        f"`lakeform produce` needs {library}, which isn't installed",
        hint="pip install faker 'kafka-python>=3' aws-msk-iam-sasl-signer-python",
    )
