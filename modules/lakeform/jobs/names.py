"""The names of what belongs to jobs: pure functions, so that policies can name it first."""

from __future__ import annotations

from lakeform.config import Lake
from lakeform.config.etl import ASSETS_BUCKET, Job
from lakeform.jobs.places import home_zone
from lakeform.jobs.principals import JOB
from lakeform.naming import Names

LOGS: dict[str, str] = {
    "spark": "/aws-glue/jobs",
    "spark_streaming": "/aws-glue/jobs",
    "python_shell": "/aws-glue/python-jobs",
}
"""Type of job → what Glue starts the names of its log groups with."""
SCRIPTS = "scripts/"
TEMPORARY = "temp/"
"""Prefixes in the bucket of the scripts."""


def job_name(names: Names, job: str) -> str:
    """The name of a job in Glue."""
    return names.name(job, limit=255)


def role_parts(job: str) -> tuple[str, str]:
    """The parts of the name of a job's role."""
    return (JOB, job)


def assets_bucket(names: Names) -> str:
    """The bucket of the scripts."""
    return names.bucket(ASSETS_BUCKET)


def security_configuration(names: Names, zone: str | None) -> str:
    """The security configuration of the jobs that write to a zone, or to none."""
    return names.name("jobs") if zone is None else names.name("jobs", zone)


def log_groups(lake: Lake, names: Names, name: str, job: Job) -> dict[str, str]:
    """`error` and `output` → log group.

    With a security configuration that encrypts logs, Glue puts its name and the role's into those
    of the groups (AWS Glue user guide, "Logging for AWS Glue jobs").
    """
    role = names.role(*role_parts(name))
    configuration = security_configuration(names, home_zone(lake, job))
    start = f"{LOGS[job.type]}/{configuration}-role/{role}"
    return {kind: f"{start}/{kind}" for kind in ("error", "output")}
