"""What a plan says, as far as lakeform uses it.

Attributes that are lists or objects in the plan stay plain lists and dicts; nothing changes them
after loading.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from lakeform.plan.configuration import Written

Path = tuple[str | int, ...]
"""The way to a value inside a resource: attribute names, and indexes of lists."""


class Action(StrEnum):
    """What happens to one resource, the strongest thing where several do.

    A resource that moves or is imported and stays as it is has `MOVE` or `IMPORT`; one that is
    changed as well has `UPDATE` or `REPLACE`, and `Change.previous_address` or `Change.import_id`
    says the rest.
    """

    NO_OP = "no-op"
    READ = "read"
    MOVE = "move"
    IMPORT = "import"
    FORGET = "forget"
    CREATE = "create"
    UPDATE = "update"
    REPLACE = "replace"
    DELETE = "delete"


class Replacement(StrEnum):
    """In which order a resource is replaced."""

    DELETE_FIRST = "delete, then create"
    CREATE_FIRST = "create, then delete"
    FORGET_OLD = "create, and forget the old one"


@dataclass(frozen=True)
class Change:
    """What the plan does to one resource, or to one deposed object of it.

    Attributes:
        address: as Terraform writes it, index and module included.
        module: the module's address, empty in the root module.
        mode: `managed`, or `data` for a data source.
        provider: its source address.
        before, after: the attributes, None where there is no resource; sensitive values are
            `Mark.SENSITIVE`, values known only after apply `Mark.UNKNOWN`.
        hidden: where something of `after` is masked → a fingerprint of what is behind it.
        after_unknown, before_sensitive, after_sensitive: Terraform's own marks, shaped like the
            attributes: True where a value is unknown or sensitive.
        changed_paths: where `before` and `after` differ, found before masking, so that a change of
            a sensitive value is seen; for an update or a replacement.
        replace_paths: the attributes that force the replacement.
        replacement: the order of a replacement, None for other actions.
        previous_address: where the resource was before, empty when it hasn't moved.
        import_id: the id that it is imported by, empty when it isn't; `Mark.UNKNOWN` possible.
        deposed: the key of the deposed object, empty for the resource itself.
        action_reason: Terraform's reason (`replace_because_tainted`, …), empty when it gives none.
    """

    address: str
    type: str
    name: str
    action: Action
    mode: str = "managed"
    module: str = ""
    index: str | int | None = None
    provider: str = ""
    before: Mapping[str, Any] | None = None
    after: Mapping[str, Any] | None = None
    hidden: Mapping[Path, str] = field(default_factory=dict, repr=False)
    after_unknown: Any = None
    before_sensitive: Any = None
    after_sensitive: Any = None
    changed_paths: tuple[Path, ...] = ()
    replace_paths: tuple[Path, ...] = ()
    replacement: Replacement | None = None
    previous_address: str = ""
    import_id: str = ""
    deposed: str = ""
    action_reason: str = ""

    @property
    def is_managed(self) -> bool:
        return self.mode == "managed"


@dataclass(frozen=True)
class OutputChange:
    """What the plan does to one output of the root module."""

    name: str
    action: Action
    before: Any = None
    after: Any = None


@dataclass(frozen=True)
class Plan:
    """A plan, its changes sorted by address.

    Attributes:
        changes: every resource in the plan, those without a change included.
        drift: what was changed outside Terraform since the last apply.
        complete: False when Terraform says that another plan is needed after this one.
        written: address without indexes → what the configuration says of the resource.
        written_before: what it said before, where that is known: of a comparison of two plans.
        invocations: the addresses of the actions that Terraform invokes on apply.
    """

    format_version: str
    terraform_version: str
    changes: tuple[Change, ...] = ()
    drift: tuple[Change, ...] = ()
    outputs: tuple[OutputChange, ...] = ()
    complete: bool = True
    written: Mapping[str, Written] = field(default_factory=dict)
    written_before: Mapping[str, Written] | None = None
    invocations: tuple[str, ...] = ()

    def with_action(self, *actions: Action) -> tuple[Change, ...]:
        """The changes with one of these actions."""
        return tuple(change for change in self.changes if change.action in actions)
