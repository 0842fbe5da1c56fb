"""ETL: jobs and workflows, with what encrypts, records and watches them.

Their roles are made before the grants (Lake Formation grants nothing to a role that doesn't exist),
see `roles`; all else comes after the grants, since a trigger may start a job at once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from lakeform.aws.glue import (
    GlueJob,
    GlueSecurityConfiguration,
    GlueSecurityConfigurationEncryptionConfiguration,
    GlueSecurityConfigurationEncryptionConfigurationCloudwatchEncryption,
    GlueSecurityConfigurationEncryptionConfigurationJobBookmarksEncryption,
    GlueSecurityConfigurationEncryptionConfigurationS3Encryption,
)
from lakeform.config import Lake
from lakeform.constructs.catalog import Catalog
from lakeform.constructs.crawlers import Crawlers
from lakeform.constructs.encryption import Encryption
from lakeform.constructs.etl.alarms import Alarms
from lakeform.constructs.etl.job import JobMaker
from lakeform.constructs.etl.roles import JobRoles
from lakeform.constructs.etl.workflows import Workflows
from lakeform.constructs.storage import Storage
from lakeform.engine import Construct
from lakeform.jobs.names import security_configuration
from lakeform.jobs.places import home_zone
from lakeform.jobs.quality import all_jobs
from lakeform.naming import Names, logical_id

__all__ = ["Etl", "JobRoles"]


class Etl(Construct):
    """All jobs and workflows.

    Args:
        granted: ARN of a role → addresses of its grants; a job waits for those of its role.
        brokers: MSK cluster, as `lake.yaml` calls it → its bootstrap servers.

    Attributes:
        jobs: name → job, those that check data quality included.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        lake: Lake,
        names: Names,
        *,
        storage: Storage | None,
        encryption: Encryption,
        catalog: Catalog,
        crawlers: Crawlers,
        roles: JobRoles,
        granted: Mapping[str, Sequence[str]],
        brokers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(scope, id)
        self._lake = lake
        self._names = names
        self.jobs: dict[str, GlueJob] = {}
        jobs = all_jobs(lake)
        if storage is not None and storage.assets is not None and jobs:
            zones = sorted({home_zone(lake, job) or "" for job in jobs.values()})
            maker = JobMaker(
                self,
                lake,
                names,
                assets=storage.assets,
                encryption=encryption,
                catalog=catalog,
                roles=roles,
                configurations={
                    zone: self._security_configuration(zone or None, storage, encryption)
                    for zone in zones
                },
                brokers=brokers or {},
                granted=granted,
            )
            self.jobs = {name: maker.make(name, job) for name, job in jobs.items()}
        workflows = Workflows(
            self, "workflows", lake, names, jobs=self.jobs, crawlers=crawlers.crawlers
        )
        if lake.etl.alarms is not None and (self.jobs or workflows.by_name):
            Alarms(
                self,
                "alarms",
                lake,
                names,
                encryption=encryption,
                jobs=self.jobs,
                crawlers=crawlers.crawlers,
            )

    def _security_configuration(
        self, zone: str | None, storage: Storage, encryption: Encryption
    ) -> GlueSecurityConfiguration:
        """How jobs that write to a zone encrypt: its objects with its key, and with the general one
        logs and bookmarks."""
        general = encryption.general.arn
        objects = general if zone is None else storage.zones[zone].encryption.arn
        return GlueSecurityConfiguration(
            self,
            f"security-{zone}",
            logical_id=logical_id("jobs") if zone is None else logical_id("jobs", zone),
            name=security_configuration(self._names, zone),
            encryption_configuration=GlueSecurityConfigurationEncryptionConfiguration(
                cloudwatch_encryption=(
                    GlueSecurityConfigurationEncryptionConfigurationCloudwatchEncryption(
                        cloudwatch_encryption_mode="SSE-KMS", kms_key_arn=general
                    )
                ),
                job_bookmarks_encryption=(
                    GlueSecurityConfigurationEncryptionConfigurationJobBookmarksEncryption(
                        job_bookmarks_encryption_mode="CSE-KMS", kms_key_arn=general
                    )
                ),
                s3_encryption=GlueSecurityConfigurationEncryptionConfigurationS3Encryption(
                    s3_encryption_mode="SSE-KMS", kms_key_arn=objects
                ),
            ),
        )
