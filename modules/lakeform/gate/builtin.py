"""The checks of checkov's that the gate takes over: `builtin.toml`, typed."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lakeform.gate import controls
from lakeform.gate.controls import Controls
from lakeform.gate.severity import Severity


@dataclass(frozen=True)
class Builtin:
    """One of checkov's checks.

    Attributes:
        reason: why it matters.
        any_value: whether an attribute that refers to what isn't known yet is as good as any.
        unknown_is_fine: why a resource that checkov can't judge isn't a finding; empty where it is.
    """

    id: str
    title: str
    severity: Severity
    controls: Controls
    reason: str
    any_value: bool = False
    unknown_is_fine: str = ""


def _read() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_name("builtin.toml").read_text(encoding="utf-8"))


def _builtin(identity: str, record: Mapping[str, Any]) -> Builtin:
    sets = [getattr(controls, name) for name in record["controls"]]
    benchmark = {"cis-aws": tuple(record["cis"])} if "cis" in record else {}
    return Builtin(
        id=identity,
        title=record["title"],
        severity=Severity(record["severity"]),
        controls=controls.combined(*sets, benchmark),
        reason=record["reason"],
        any_value=record.get("any_value", False),
        unknown_is_fine=record.get("unknown_is_fine", ""),
    )


_RECORDS = _read()

REPLACED: Mapping[str, list[str]] = _RECORDS.pop("replaced")
"""Policy of lakeform's → the checks that it does the work of."""

LEFT_OUT: Mapping[str, str] = _RECORDS.pop("left_out")
"""Checks that the gate doesn't take over, as they are wrong on plans → how."""

BUILTINS: tuple[Builtin, ...] = tuple(
    _builtin(identity, record)
    for identity, record in sorted(_RECORDS.items(), key=lambda item: int(item[0].split("_")[-1]))
)
