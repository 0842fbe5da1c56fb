"""One job: its script in S3, its log groups, the job itself, and its own schedule."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from lakeform.aws.base import Resource, inside
from lakeform.aws.glue import (
    GlueJob,
    GlueJobCommand,
    GlueJobExecutionProperty,
    GlueSecurityConfiguration,
    GlueTrigger,
    GlueTriggerActions,
)
from lakeform.aws.logs import CloudwatchLogGroup
from lakeform.aws.s3 import S3Object, S3ObjectOverrideProvider, S3ObjectOverrideProviderDefaultTags
from lakeform.config import Lake
from lakeform.config.etl import Job, Workers
from lakeform.config.job_places import KafkaSource
from lakeform.constructs.catalog import Catalog
from lakeform.constructs.encryption import Encryption
from lakeform.constructs.etl.roles import JobRoles
from lakeform.constructs.storage.assets_bucket import AssetsBucket
from lakeform.engine import Construct, TerraformResourceLifecycle
from lakeform.jobs import quality_script, script
from lakeform.jobs.arguments import DEFAULT_TIMEOUT_MINUTES, default_arguments
from lakeform.jobs.names import SCRIPTS, job_name, log_groups
from lakeform.jobs.needs import job_connections
from lakeform.jobs.places import home_zone
from lakeform.naming import Names, logical_id

COMMANDS = {
    "spark": ("glueetl", "3"),
    "spark_streaming": ("gluestreaming", "3"),
    "python_shell": ("pythonshell", "3.9"),
}
"""Type of job → Glue's name for it, and its Python (AWS Glue API reference, "JobCommand")."""
PYTHON_SHELL_GLUE = "3.0"
"""Version of Glue whose Python shell has Python 3.9; there is none in later ones."""


class JobMaker:
    """Makes the jobs of a lake below one construct.

    Args:
        configurations: home zone of a job, "" for none → security configuration.
        brokers: MSK cluster → its bootstrap servers.
        granted: ARN of a role → addresses of its grants.
    """

    def __init__(
        self,
        scope: Construct,
        lake: Lake,
        names: Names,
        *,
        assets: AssetsBucket,
        encryption: Encryption,
        catalog: Catalog,
        roles: JobRoles,
        configurations: Mapping[str, GlueSecurityConfiguration],
        brokers: Mapping[str, str],
        granted: Mapping[str, Sequence[str]],
    ) -> None:
        self._scope = scope
        self._lake = lake
        self._names = names
        self._assets = assets
        self._encryption = encryption
        self._catalog = catalog
        self._roles = roles
        self._configurations = configurations
        self._brokers = brokers
        self._granted = granted
        self._swap = TerraformResourceLifecycle(create_before_destroy=True)
        assets.encryption.allow(lake.deploy_role, "decrypt", "encrypt")

    def make(self, name: str, job: Job) -> GlueJob:
        """A job, and all that belongs to it alone."""
        role = self._roles.roles[name]
        path, uploaded = self._script(name)
        groups = self._log_groups(name, job)
        command, python = COMMANDS[job.type]
        shell = job.type == "python_shell"
        workers = None if shell else job.workers or Workers()
        made = GlueJob(
            self._scope,
            f"job-{name}",
            logical_id=logical_id(name),
            name=job_name(self._names, name),
            description=job.description,
            role_arn=role.arn,
            command=GlueJobCommand(
                name=command,
                python_version=python,
                script_location=f"s3://{self._assets.name}/{path}",
            ),
            glue_version=PYTHON_SHELL_GLUE if shell else job.glue_version,
            worker_type=None if workers is None else workers.type,
            number_of_workers=None if workers is None else workers.count,
            max_capacity=job.capacity if shell else None,
            execution_class=_execution_class(job),
            execution_property=GlueJobExecutionProperty(max_concurrent_runs=job.concurrency),
            max_retries=job.retries,
            timeout=_timeout(job),
            maintenance_window=job.maintenance_window,
            connections=[inside(self._catalog.connections[c], "name") for c in job_connections(job)]
            or None,
            default_arguments=self._arguments(name, job),
            security_configuration=inside(
                self._configurations[home_zone(self._lake, job) or ""], "name"
            ),
            depends_on=[role.policy, uploaded, *groups, *self._granted.get(role.arn, ())],
        )
        if job.schedule is not None:
            self._schedule(name, job.schedule, made)
        return made

    def _script(self, name: str) -> tuple[str, S3Object]:
        """Upload the script: its key, and the object.

        Its digest is in its key: a changed script is another object, so a plan shows the change,
        and a run that has begun reads what it began with.
        """
        own = name in self._lake.etl.jobs
        rendered = script(self._lake, name) if own else quality_script()
        key = f"{SCRIPTS}{name}/{rendered.digest}.py"
        return key, S3Object(
            self._scope,
            f"script-{name}",
            logical_id=logical_id("etl-script", name),
            bucket=self._assets.id,
            key=key,
            content=rendered.text,
            content_type="text/x-python",
            server_side_encryption="aws:kms",
            kms_key_id=self._assets.encryption.arn,
            # An object has at most ten tags, fewer than a lake may have.
            override_provider=S3ObjectOverrideProvider(
                default_tags=S3ObjectOverrideProviderDefaultTags(tags={})
            ),
            depends_on=[self._assets.ready],
            lifecycle=self._swap,
        )

    def _log_groups(self, name: str, job: Job) -> list[Resource]:
        key = self._encryption.general
        made: list[Resource] = []
        for kind, group in log_groups(self._lake, self._names, name, job).items():
            key.allow_logs(self._names.arn("logs", f"log-group:{group}"))
            made.append(
                CloudwatchLogGroup(
                    self._scope,
                    f"logs-{name}-{kind}",
                    logical_id=logical_id("job", name, kind),
                    name=group,
                    retention_in_days=self._lake.etl.log_retention_days,
                    kms_key_id=key.arn,
                )
            )
        return made

    def _arguments(self, name: str, job: Job) -> dict[str, str]:
        cluster = job.source.kafka if isinstance(job.source, KafkaSource) else ""
        return default_arguments(self._lake, name, job, self._brokers.get(cluster))

    def _schedule(self, name: str, schedule: str, job: GlueJob) -> None:
        GlueTrigger(
            self._scope,
            f"schedule-{name}",
            logical_id=logical_id(name, "schedule"),
            name=self._names.name(f"{name}.schedule", limit=255),
            type="SCHEDULED",
            schedule=schedule,
            start_on_creation=True,
            actions=[GlueTriggerActions(job_name=job.name)],
        )


def _execution_class(job: Job) -> str | None:
    if job.type != "spark":
        return None
    return "FLEX" if job.flex else "STANDARD"


def _timeout(job: Job) -> int | None:
    """A stream ends by itself never."""
    if job.type == "spark_streaming":
        return job.timeout_minutes
    return DEFAULT_TIMEOUT_MINUTES if job.timeout_minutes is None else job.timeout_minutes
