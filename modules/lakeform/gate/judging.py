"""What many policies ask alike: a setting's value, a customer's key, a log that goes somewhere.

A setting that nobody chose has the service's own default, which the plan shows as unknown; one that
was chosen and can't be computed yet is unknown for good.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from lakeform.gate.verdict import PASSED, Outcome, Verdict, failed, unknown
from lakeform.plan import Mark, Planned, Resource

_KEYS = frozenset(
    {
        "aws_kms_alias",
        "aws_kms_external_key",
        "aws_kms_key",
        "aws_kms_replica_external_key",
        "aws_kms_replica_key",
    }
)
_ORDER = (Outcome.FAILED, Outcome.UNKNOWN, Outcome.PASSED)


def worst(verdicts: Iterable[Verdict]) -> Verdict:
    """The first failure, else the first that isn't known, else PASSED."""
    return min(verdicts, key=lambda verdict: _ORDER.index(verdict.outcome), default=PASSED)


def chosen(resource: Resource, *path: str | int, default: Any = None) -> Any:
    """The value at a path; `default`, the service's own, where the configuration leaves it out.

    `Mark.UNKNOWN` or `Mark.SENSITIVE` where there is a choice that can't be seen.
    """
    value = resource.get(*path, default=default)
    if value is Mark.UNKNOWN and resource.leaves_out(*_names(path)):
        return default
    return value


def judged(value: Any, holds: Callable[[Any], bool], fault: str, *, subject: str) -> Verdict:
    """PASSED where the value keeps the rule; "unknown" where it can't be seen.

    Args:
        fault: the whole sentence for a value that breaks the rule.
        subject: what the value is, for a value that can't be seen: "its retention".
    """
    if value is Mark.UNKNOWN:
        return unknown(f"{subject} is known only after apply")
    if value is Mark.SENSITIVE:
        return unknown(f"{subject} is sensitive, so the plan doesn't show it")
    return PASSED if holds(value) else failed(fault)


def at_most(value: Any, limit: int, unit: str, *, subject: str) -> Verdict:
    """PASSED up to a limit; what isn't a number counts as not known."""
    if isinstance(value, bool) or not isinstance(value, int | float | Mark):
        return unknown(f"{subject} is {value!r}, which isn't a number")
    fault = f"{subject} is {value} {unit}, over the limit of {limit}"
    return judged(value, lambda number: number <= limit, fault, subject=subject)


def customer_key(resource: Resource, *path: str | int, without: str) -> Verdict:
    """Whether the attribute at a path names a KMS key of the account's own.

    A literal ARN or id is taken for one: it doesn't tell who manages the key.

    Args:
        without: what happens where no key is named: "AWS's own key encrypts it".
    """
    value = chosen(resource, *path)
    if value is Mark.UNKNOWN:
        names = resource.written.references.get(".".join(_names(path)), ())
        if any(_is_key(name) for name in names):
            return PASSED
        return unknown("its key is known only after apply, and isn't one of this plan")
    if value is Mark.SENSITIVE:
        return unknown("its key is sensitive, so the plan doesn't show it")
    if not value:
        return failed(f"no key is named: {without}")
    if "alias/aws/" in value:
        return failed(f"its key is {value}, which AWS manages")
    return PASSED


def named(resource: Resource, *path: str | int, fault: str, subject: str) -> Verdict:
    """PASSED where a list names something, be it resources whose ids aren't known yet."""
    value = chosen(resource, *path, default=[])
    if value is Mark.UNKNOWN and resource.written.references.get(".".join(_names(path))):
        return PASSED
    return judged(value, bool, fault, subject=subject)


def destination(plan: Planned, resource: Resource, path: tuple[str | int, ...]) -> Verdict:
    """Whether the attribute at a path names a log group that is in the plan.

    Services that write to a log group don't make it; one that isn't there loses every line.
    """
    value = resource.get(*path)
    attribute = ".".join(_names(path))
    if value is None or value == "":
        return failed("no log group is named")
    groups = plan.of_type("aws_cloudwatch_log_group", "aws_cloudwatch_log_stream")
    if any(plan.points(resource, attribute, group) for group in groups):
        return PASSED
    if isinstance(value, str) and not isinstance(value, Mark):
        for group in groups:
            # The ARN of a stream or of a group is longer than the name that it ends with.
            name = group.get("log_group_name", default=group.get("name"))
            if isinstance(name, str) and f":log-group:{name}:" in f"{value}:":
                return PASSED
        return unknown(f"the log group {value} isn't in this plan")
    return unknown("its log group is known only after apply, and isn't one of this plan")


def _names(path: Iterable[str | int]) -> tuple[str, ...]:
    return tuple(step for step in path if isinstance(step, str))


def _is_key(address: str) -> bool:
    *before, kind, _ = address.split(".")
    return kind in _KEYS and before[-1:] != ["data"]
