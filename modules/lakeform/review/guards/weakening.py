"""Guards of encryption and protection: an attribute that is turned off, a resource that goes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from lakeform.gate.verdict import Outcome
from lakeform.plan import Action, Change, Mark
from lakeform.review.access import Side
from lakeform.review.guards import attributes
from lakeform.review.guards.expiry import Earlier, earlier
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
    for change, found in _expired(case):
        if not found.is_at_once:
            outcome = Outcome.FAILED if found.is_known else Outcome.UNKNOWN
            yield Hit(change.address, found.reason, outcome)


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


def existing_buckets_are_emptied(case: Case) -> Iterator[Hit]:
    """A lifecycle deletes at once what lies in a bucket that exists."""
    for change, found in _expired(case):
        if found.is_at_once:
            yield Hit(change.address, found.reason)


def _expired(case: Case) -> Iterator[tuple[Change, Earlier]]:
    """Objects that a lifecycle deletes earlier than before, or that none deleted before."""
    for change in case.plan.with_action(Action.CREATE, Action.UPDATE, Action.REPLACE):
        if not change.is_managed or change.after is None:
            continue
        before = {} if change.before is None else change.before
        if change.type == _LIFECYCLE:
            if not case.sides.makes(change.address, "bucket", "aws_s3_bucket"):
                for found in earlier(before.get("rule"), change.after.get("rule")):
                    yield change, found
        elif change.type == "aws_s3_bucket" and change.action is Action.UPDATE:
            rules = change.after.get("lifecycle_rule")
            for found in earlier(before.get("lifecycle_rule"), rules):
                yield change, found
