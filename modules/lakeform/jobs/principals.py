"""The jobs' roles, and what Lake Formation must allow them; the access compiler takes them as it
takes personas."""

from __future__ import annotations

from collections.abc import Iterator

from lakeform.catalog.principals import ServicePrincipal
from lakeform.config import Lake
from lakeform.config.governance import DatabaseGrant, Grant, LocationGrant, TableGrant
from lakeform.jobs.needs import Needs, needs
from lakeform.jobs.quality import all_jobs
from lakeform.naming import Names

JOB = "job"


def job_principals(lake: Lake) -> tuple[ServicePrincipal, ...]:
    """The jobs' roles, sorted by name."""
    names = Names.of(lake)
    return tuple(
        ServicePrincipal((JOB, name), names.role_arn(JOB, name), tuple(_grants(needs(lake, name))))
        for name in all_jobs(lake)
    )


def _grants(wanted: Needs) -> Iterator[Grant]:
    for zone in wanted.locations:
        yield LocationGrant(location=zone)
    for database in sorted({need.database for need in wanted.tables}):
        yield DatabaseGrant(database=database, permissions=("DESCRIBE",))
    for need in wanted.tables:
        yield TableGrant(table=need.table, permissions=need.permissions)
