"""IAM's roles can be gone through while others are made."""

from __future__ import annotations

from typing import Any, cast

from moto.iam.models import IAMBackend, Role

from lakeform.local.gaps.iam_roles import get_roles


class Backend:
    def __init__(self) -> None:
        self.roles: dict[str, Any] = {"a": "first", "b": "second"}


def test_roles_made_meanwhile_disturb_nobody() -> None:
    backend = Backend()
    seen = []
    for role in cast("list[Role]", get_roles(cast("IAMBackend", backend))):
        seen.append(role)
        backend.roles[f"new-{len(seen)}"] = "new"
    assert seen == ["first", "second"]
    assert len(backend.roles) == 4
