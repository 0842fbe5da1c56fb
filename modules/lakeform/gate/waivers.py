"""Waivers: exact, owned, and only for a time."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from lakeform.gate.findings import Finding, GateProblem, Waiver


@dataclass(frozen=True)
class Waived:
    """Findings, split by whether somebody answers for them; and waivers that are out of date."""

    left: tuple[Finding, ...]
    waived: tuple[Finding, ...]
    problems: tuple[GateProblem, ...]


def apply_waivers(findings: Iterable[Finding], waivers: Iterable[Waiver], today: date) -> Waived:
    """Match each finding with the waiver of its policy and address, exactly.

    An expired waiver waives nothing. One that no finding needs is a problem too: what it was for is
    healed, or its address is misspelt.
    """
    holding: dict[tuple[str, str], Waiver] = {}
    problems: list[GateProblem] = []
    for waiver in waivers:
        if waiver.expires < today:
            problems.append(
                GateProblem(
                    f"the waiver of {waiver.policy} for {waiver.address} expired on "
                    f"{waiver.expires}",
                    f"ask {waiver.owner}: heal the finding, or answer for it anew",
                    waiver.position,
                )
            )
        else:
            holding[waiver.policy, waiver.address] = waiver
    left: list[Finding] = []
    waived: list[Finding] = []
    for finding in findings:
        fitting = holding.get((finding.policy, finding.address))
        if fitting is None:
            left.append(finding)
        else:
            waived.append(replace(finding, waiver=fitting))
    used = {(finding.policy, finding.address) for finding in waived}
    for pair, waiver in holding.items():
        if pair not in used:
            problems.append(
                GateProblem(
                    f"the waiver of {waiver.policy} for {waiver.address} waives nothing",
                    "remove it, or correct its address",
                    waiver.position,
                )
            )
    return Waived(tuple(left), tuple(waived), tuple(problems))
