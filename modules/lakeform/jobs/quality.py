"""Data quality as a step: a small job for each table that a workflow checks.

Glue's triggers start jobs and crawlers, not rulesets; so a job starts the ruleset, waits for it,
and fails where a rule is broken. One job a table: Glue tells steps apart by the job they run.
"""

from __future__ import annotations

from lakeform.config import Lake
from lakeform.config.etl import QUALITY_JOB, Job
from lakeform.config.workflows import planned_steps
from lakeform.naming import Names


def checked_tables(lake: Lake) -> tuple[str, ...]:
    """The tables that some workflow checks, sorted."""
    steps = (step for flow in lake.etl.workflows.values() for step in planned_steps(flow))
    return tuple(sorted({step.name for step in steps if step.kind == "quality"}))


def quality_job(table: str) -> str:
    """The key of the job that checks a table; no job of the file can have it."""
    return f"{QUALITY_JOB}-{table.replace('.', '-')}"


def ruleset(names: Names, table: str) -> str:
    """The name of a table's ruleset."""
    database, _, name = table.partition(".")
    return names.name(database, name, limit=255)


def quality_jobs(lake: Lake) -> dict[str, Job]:
    """Key → job; its script is lakeform's own."""
    names = Names.of(lake)
    return {
        quality_job(table): Job(
            type="python_shell",
            description=f"Checks {table} against its data quality rules",
            reads=(table,),
            arguments={
                "--database": table.partition(".")[0],
                "--table": table.partition(".")[2],
                "--ruleset": ruleset(names, table),
                "--role": names.role_arn("job", quality_job(table)),
            },
        )
        for table in checked_tables(lake)
    }


def all_jobs(lake: Lake) -> dict[str, Job]:
    """Key → job, sorted: those of the file, and those that check tables."""
    return dict(sorted({**lake.etl.jobs, **quality_jobs(lake)}.items()))
