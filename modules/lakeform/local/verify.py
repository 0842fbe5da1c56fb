"""Does the embedded AWS have what was applied? Asked with boto3, as a user would look.

Expected is what Terraform's state says, observed what the services answer. The state isn't
refreshed, so anything that changed behind Terraform's back shows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from botocore.exceptions import BotoCoreError

from lakeform.errors import LocalAwsError
from lakeform.local.checks import (
    alarms,
    brokers,
    catalog,
    etl,
    file_systems,
    foundation,
    governance,
    storage,
    streams,
)
from lakeform.local.checks.check import Check, State
from lakeform.local.embedded import EmbeddedAws

__all__ = ["Check", "verify"]

_AREAS: tuple[Callable[[State, EmbeddedAws], Iterator[Check]], ...] = (
    foundation.checks,
    storage.checks,
    catalog.checks,
    governance.checks,
    etl.checks,
    file_systems.checks,
    streams.checks,
    brokers.checks,
    alarms.checks,
)


def verify(state: Mapping[str, Any], aws: EmbeddedAws) -> tuple[Check, ...]:
    """Compare `terraform show -json` of a state with the embedded AWS.

    Raises:
        LocalAwsError: the embedded AWS doesn't answer.
    """
    applied = State(state)
    try:
        return tuple(check for area in _AREAS for check in area(applied, aws))
    except BotoCoreError as error:
        raise LocalAwsError(f"the embedded AWS can't be asked: {error}") from error
