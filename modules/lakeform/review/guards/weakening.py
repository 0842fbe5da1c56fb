"""Guards of encryption and protection: an attribute that is turned off, a resource that goes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from lakeform.gate.verdict import Outcome
from lakeform.plan import Action, Change, Mark
from lakeform.review.access import Side
from lakeform.review.guards import attributes
from lakeform.review.guards.guard import Case, Hit
from lakeform.review.guards.protections import Protection, Values, values_at

_GONE: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "encryption": {
        "aws_glue_data_catalog_encryption_settings": ("encryption of the catalogue", ""),
        "aws_ebs_encryption_by_default": ("encryption of new volumes", ""),
        "aws_s3_bucket_server_side_encryption_configuration": (
            "encryption of the bucket",
            "bucket",
        ),
    },
    "protection": {
        "aws_backup_plan": ("the plan of backups", ""),
        "aws_backup_selection": ("the choice of what is backed up", "plan_id"),
        "aws_backup_vault_lock_configuration": ("the vault's lock", "backup_vault_name"),
        "aws_efs_backup_policy": ("the policy of backups", "file_system_id"),
        "aws_s3_bucket_object_lock_configuration": ("object lock", "bucket"),
        "aws_s3_bucket_replication_configuration": ("replication", "bucket"),
        "aws_s3_bucket_versioning": ("versioning", "bucket"),
    },
    "logging": {
        "aws_cloudtrail": ("the trail", ""),
        "aws_config_configuration_recorder": ("the recorder", ""),
        "aws_flow_log": ("the flow log", "vpc_id"),
        "aws_guardduty_detector": ("the detector", ""),
        "aws_s3_bucket_logging": ("access logging", "bucket"),
    },
    "public": {
        "aws_s3_account_public_access_block": ("the block of public access", ""),
        "aws_s3_bucket_public_access_block": ("the block of public access", "bucket"),
    },
}
"""Resources that protect by being there: what they give, and the attribute that names for what."""


def encryption_is_weakened(case: Case) -> Iterator[Hit]:
    """Data that was encrypted isn't any more, or less well."""
    yield from _weakened(case, attributes.ENCRYPTION)
    yield from _gone(case, "encryption")


def protection_is_weakened(case: Case) -> Iterator[Hit]:
    """What kept data from being deleted, or a backup of it, is turned off."""
    yield from _weakened(case, attributes.PROTECTION)
    yield from _gone(case, "protection")


def retention_is_shortened(case: Case) -> Iterator[Hit]:
    """Data, backups or logs are kept for less time than before."""
    yield from _weakened(case, attributes.RETENTION)
    yield from _expired(case)


def logging_is_weakened(case: Case) -> Iterator[Hit]:
    """What happened is no longer written down."""
    yield from _weakened(case, attributes.LOGGING)
    yield from _gone(case, "logging")


def the_public_is_let_in(case: Case) -> Iterator[Hit]:
    """What kept the internet out is loosened."""
    yield from _weakened(case, attributes.PUBLIC)
    yield from _gone(case, "public")


def _weakened(case: Case, table: tuple[Protection, ...]) -> Iterator[Hit]:
    for change in case.plan.with_action(Action.UPDATE, Action.REPLACE):
        if change.is_managed and change.before is not None and change.after is not None:
            for protection in table:
                if protection.applies_to(change.type):
                    yield from _judged(change, protection)


def _judged(change: Change, protection: Protection) -> Iterator[Hit]:
    before = values_at(change.before, protection.path)
    after = values_at(change.after, protection.path)
    if before == after:
        return
    found = protection.weakened(before, after)
    if found is not None:
        yield Hit(change.address, f"{protection.what} {found}")
    elif _is_switch(before) and any(isinstance(each, Mark) for each in after):
        # A name or a key that is known later is still one; whether a switch stays on isn't known.
        reason = f"{protection.what} becomes what nobody knows before apply"
        yield Hit(change.address, reason, Outcome.UNKNOWN)


def _is_switch(values: Values) -> bool:
    """Whether it is a switch or a number that stood there."""
    return any(isinstance(each, bool | int) for each in values)


def _gone(case: Case, kind: str) -> Iterator[Hit]:
    table = _GONE[kind]
    for state in case.sides.of(Side.BEFORE, *table):
        what, attribute = table[state.type]
        if case.sides.is_deleted(state) and not (attribute and case.sides.goes(state, attribute)):
            yield Hit(state.address, f"{what} is removed")


_LIFECYCLE = "aws_s3_bucket_lifecycle_configuration"


def _expired(case: Case) -> Iterator[Hit]:
    """Objects that a lifecycle deletes earlier than before, or that none deleted before."""
    for change in case.plan.with_action(Action.CREATE, Action.UPDATE, Action.REPLACE):
        if change.type != _LIFECYCLE or not change.is_managed:
            continue
        if case.sides.makes(change.address, "bucket", "aws_s3_bucket"):
            continue
        before, after = _expirations(change.before), _expirations(change.after)
        for (rule, what), days in sorted(after.items()):
            old = before.get((rule, what))
            if old is None or days < old:
                was = "instead of never" if old is None else f"instead of {old:g}"
                yield Hit(change.address, f"rule {rule} deletes {what} after {_days(days)} {was}")


def _expirations(values: Any) -> dict[tuple[str, str], float]:
    """(rule, what it deletes) → after how many days, for the rules in force."""
    found = {}
    rules = values.get("rule") if values is not None else None
    for rule in rules if isinstance(rules, list) else ():
        if isinstance(rule, dict) and rule.get("status") == "Enabled":
            name = str(rule.get("id"))
            for block, key, what in _DELETIONS:
                days = [each for each in values_at(rule, (block, key)) if _is_number(each)]
                if days and min(days) > 0:
                    found[name, what] = min(days)
    return found


_DELETIONS = (
    ("expiration", "days", "objects"),
    ("noncurrent_version_expiration", "noncurrent_days", "old versions"),
)


def _days(number: float) -> str:
    return "1 day" if number == 1 else f"{number:g} days"


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
