"""Crawlers: they find tables in a zone or a database, or keep those of the catalogue up to date.

They come after the grants: a crawler may start as soon as it is there.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from itertools import groupby

from lakeform.aws.arguments import reference
from lakeform.aws.base import Resource, inside
from lakeform.aws.glue import (
    GlueCrawler,
    GlueCrawlerCatalogTarget,
    GlueCrawlerJdbcTarget,
    GlueCrawlerLakeFormationConfiguration,
    GlueCrawlerRecrawlPolicy,
    GlueCrawlerS3Target,
    GlueCrawlerSchemaChangePolicy,
    GlueSecurityConfiguration,
    GlueSecurityConfigurationEncryptionConfiguration,
    GlueSecurityConfigurationEncryptionConfigurationCloudwatchEncryption,
    GlueSecurityConfigurationEncryptionConfigurationJobBookmarksEncryption,
    GlueSecurityConfigurationEncryptionConfigurationS3Encryption,
)
from lakeform.aws.logs import CloudwatchLogGroup
from lakeform.catalog import log_groups
from lakeform.catalog.principals import CRAWLER
from lakeform.config import Lake
from lakeform.config.catalog import CatalogCrawler, Crawler, JdbcCrawler, S3Crawler
from lakeform.constructs.catalog import Catalog
from lakeform.constructs.encryption import Encryption, Key
from lakeform.constructs.storage import Storage
from lakeform.engine import Construct
from lakeform.naming import Names, logical_id

RECRAWL = {"everything": "CRAWL_EVERYTHING", "new_folders": "CRAWL_NEW_FOLDERS_ONLY"}


class Crawlers(Construct):
    """All crawlers, and the security configuration that encrypts what they write.

    Args:
        after: what must be there before a crawler: the grants of its role.

    Attributes:
        crawlers: name → crawler.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        lake: Lake,
        names: Names,
        *,
        catalog: Catalog,
        storage: Storage | None,
        encryption: Encryption,
        after: Sequence[Resource | str] = (),
    ) -> None:
        super().__init__(scope, id)
        self._lake = lake
        self._names = names
        self._catalog = catalog
        self._storage = storage
        self.crawlers: dict[str, GlueCrawler] = {}
        if not lake.catalog.crawlers:
            return
        configuration = self._security_configuration(encryption.general)
        for name, crawler in sorted(lake.catalog.crawlers.items()):
            group = self._log_group(name, encryption.general)
            needs = [catalog.roles[CRAWLER, name].policy, group, *after]
            self.crawlers[name] = self._crawler(name, crawler, configuration, needs)

    def _security_configuration(self, key: Key) -> GlueSecurityConfiguration:
        return GlueSecurityConfiguration(
            self,
            "security-configuration",
            logical_id="crawlers",
            name=log_groups.security_configuration(self._names),
            encryption_configuration=GlueSecurityConfigurationEncryptionConfiguration(
                cloudwatch_encryption=(
                    GlueSecurityConfigurationEncryptionConfigurationCloudwatchEncryption(
                        cloudwatch_encryption_mode="SSE-KMS", kms_key_arn=key.arn
                    )
                ),
                job_bookmarks_encryption=(
                    GlueSecurityConfigurationEncryptionConfigurationJobBookmarksEncryption(
                        job_bookmarks_encryption_mode="CSE-KMS", kms_key_arn=key.arn
                    )
                ),
                s3_encryption=GlueSecurityConfigurationEncryptionConfigurationS3Encryption(
                    s3_encryption_mode="SSE-KMS", kms_key_arn=key.arn
                ),
            ),
        )

    def _log_group(self, name: str, key: Key) -> CloudwatchLogGroup:
        group = log_groups.of_crawler(self._names, name)
        key.allow_logs(self._names.arn("logs", f"log-group:{group}"))
        return CloudwatchLogGroup(
            self,
            f"logs-{name}",
            logical_id=logical_id(CRAWLER, name),
            name=group,
            retention_in_days=log_groups.RETENTION_DAYS,
            kms_key_id=key.arn,
        )

    def _crawler(
        self,
        name: str,
        crawler: Crawler,
        configuration: GlueSecurityConfiguration,
        needs: Sequence[Resource | str],
    ) -> GlueCrawler:
        on_files = not isinstance(crawler, JdbcCrawler)
        return GlueCrawler(
            self,
            f"crawler-{name}",
            logical_id=logical_id(name),
            name=self._names.name(name),
            description=crawler.description,
            role=self._catalog.roles[CRAWLER, name].arn,
            database_name=_database(crawler),
            table_prefix=None if isinstance(crawler, CatalogCrawler) else crawler.table_prefix,
            schedule=crawler.schedule,
            classifiers=self._classifiers(crawler),
            configuration=_configuration(crawler),
            security_configuration=inside(configuration, "name"),
            s3_target=[self._s3_target(crawler)] if isinstance(crawler, S3Crawler) else None,
            jdbc_target=[self._jdbc_target(crawler)] if isinstance(crawler, JdbcCrawler) else None,
            catalog_target=(
                list(_catalog_targets(crawler)) if isinstance(crawler, CatalogCrawler) else None
            ),
            schema_change_policy=GlueCrawlerSchemaChangePolicy(
                update_behavior=crawler.on_change, delete_behavior=crawler.on_delete
            ),
            recrawl_policy=GlueCrawlerRecrawlPolicy(
                recrawl_behavior=RECRAWL[crawler.recrawl]
                if isinstance(crawler, S3Crawler)
                else RECRAWL["everything"]
            ),
            lake_formation_configuration=(
                GlueCrawlerLakeFormationConfiguration(
                    account_id=self._names.account, use_lake_formation_credentials=True
                )
                if on_files and self._lake.governance.mode == "lake_formation"
                else None
            ),
            depends_on=needs,
        )

    def _classifiers(self, crawler: Crawler) -> list[str] | None:
        if not isinstance(crawler, S3Crawler) or not crawler.classifiers:
            return None
        return [self._catalog.classifiers[name].name for name in crawler.classifiers]

    def _s3_target(self, crawler: S3Crawler) -> GlueCrawlerS3Target:
        if self._storage is None:
            raise ValueError("the lake has no storage")
        return GlueCrawlerS3Target(
            path=f"s3://{self._storage.zones[crawler.zone].name}/{crawler.prefix}",
            exclusions=list(crawler.exclude) or None,
        )

    def _jdbc_target(self, crawler: JdbcCrawler) -> GlueCrawlerJdbcTarget:
        return GlueCrawlerJdbcTarget(
            connection_name=self._catalog.connections[crawler.connection].name,
            path=crawler.path,
            exclusions=list(crawler.exclude) or None,
        )


def _database(crawler: Crawler) -> str:
    """The database of what is found, as a reference that makes Terraform wait for it."""
    if isinstance(crawler, CatalogCrawler):
        return _database_name(crawler.tables[0].partition(".")[0])
    return _database_name(crawler.database)


def _database_name(database: str) -> str:
    return reference(f"aws_glue_catalog_database.{logical_id(database)}.name")


def _catalog_targets(crawler: CatalogCrawler) -> Iterator[GlueCrawlerCatalogTarget]:
    """One target a database, its tables sorted."""
    tables = sorted(reference.split(".") for reference in crawler.tables)
    for database, group in groupby(tables, key=lambda pair: pair[0]):
        yield GlueCrawlerCatalogTarget(
            database_name=_database_name(database),
            tables=[
                reference(f"aws_glue_catalog_table.{logical_id(database, table)}.name")
                for _, table in group
            ],
        )


def _configuration(crawler: Crawler) -> str | None:
    """How found partitions are written (AWS Glue user guide, "Setting crawler configuration
    options"): with the table's columns, so that a partition's never differ from them."""
    if isinstance(crawler, JdbcCrawler):
        return None
    document: dict[str, object] = {
        "CrawlerOutput": {"Partitions": {"AddOrUpdateBehavior": "InheritFromTable"}},
        "Version": 1.0,
    }
    if isinstance(crawler, S3Crawler):
        document["CreatePartitionIndex"] = True
    return json.dumps(document, sort_keys=True, separators=(",", ":"))
