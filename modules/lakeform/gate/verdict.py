"""What a policy says of one resource."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Outcome(StrEnum):
    """What a policy says of a resource. What can't be judged isn't fine: it counts as a finding."""

    PASSED = "passed"
    FAILED = "failed"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Verdict:
    """An outcome, and why: one line for a reader, empty when it passed.

    Attributes:
        fix: the line of lake.yaml that heals this resource, with its own names; empty where the
            policy's general one is all that can be said.
    """

    outcome: Outcome
    reason: str = ""
    fix: str = ""


PASSED = Verdict(Outcome.PASSED)


def failed(reason: str, fix: str = "") -> Verdict:
    """The resource breaks the policy; `reason` says how, in a line that stands alone."""
    return Verdict(Outcome.FAILED, reason, fix)


def unknown(reason: str) -> Verdict:
    """The plan doesn't say enough; `reason` says what is missing."""
    return Verdict(Outcome.UNKNOWN, reason)
