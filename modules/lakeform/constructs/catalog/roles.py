"""The roles that Glue assumes for crawlers and optimizers, each with what its work takes.

Under Lake Formation alone a role reads data with credentials that Lake Formation hands out, and has
no right on S3 or the zones' keys of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from lakeform.catalog import log_groups
from lakeform.catalog.principals import CRAWLER, OPTIMIZER, optimized_tables
from lakeform.config import Lake
from lakeform.config.catalog import CatalogCrawler, Crawler, Database, JdbcCrawler, S3Crawler
from lakeform.constructs.encryption import Encryption, Use
from lakeform.constructs.iam import (
    ServiceRole,
    Statement,
    service_role,
    service_trust,
    statement,
)
from lakeform.constructs.storage import Storage, ZoneBucket
from lakeform.engine import Construct
from lakeform.naming import Names, logical_id

GLUE = "glue.amazonaws.com"
MAX_NAMED_TABLES = 20
"""Tables that a policy names one by one: a role's policies have 10,240 characters (IAM user guide,
"IAM and STS quotas")."""

_FIND = (
    "glue:BatchCreatePartition",
    "glue:BatchGetPartition",
    "glue:BatchUpdatePartition",
    "glue:CreatePartition",
    "glue:CreatePartitionIndex",
    "glue:CreateTable",
    "glue:GetDatabase",
    "glue:GetPartition",
    "glue:GetPartitionIndexes",
    "glue:GetPartitions",
    "glue:GetTable",
    "glue:GetTables",
    "glue:UpdatePartition",
    "glue:UpdateTable",
)
_FORGET = (
    "glue:BatchDeletePartition",
    "glue:BatchDeleteTable",
    "glue:DeletePartition",
    "glue:DeleteTable",
)
_REWRITE = ("glue:GetTable", "glue:UpdateTable")


def make(
    scope: Construct, lake: Lake, names: Names, storage: Storage, encryption: Encryption
) -> dict[tuple[str, str], ServiceRole]:
    """`("crawler", name)` or `("optimizer", database)` → role."""
    maker = _Roles(scope, lake, names, storage, encryption)
    found = {(CRAWLER, n): maker.crawler(n, c) for n, c in sorted(lake.catalog.crawlers.items())}
    for name, database in sorted(lake.catalog.databases.items()):
        if optimized_tables(database):
            found[OPTIMIZER, name] = maker.optimizer(name)
    return found


class _Roles:
    def __init__(
        self,
        scope: Construct,
        lake: Lake,
        names: Names,
        storage: Storage,
        encryption: Encryption,
    ) -> None:
        self._scope = scope
        self._lake = lake
        self._names = names
        self._storage = storage
        self._encryption = encryption
        self._vended = lake.governance.mode == "lake_formation"

    def crawler(self, name: str, crawler: Crawler) -> ServiceRole:
        """The role of a crawler."""
        return self._role((CRAWLER, name), f"Crawler {name}", self._of_crawler(name, crawler))

    def optimizer(self, database: str) -> ServiceRole:
        """The role of the optimizers of a database's tables."""
        what = f"Optimizers of tables in {database}"
        return self._role((OPTIMIZER, database), what, self._of_optimizer(database))

    def _role(
        self, name: tuple[str, str], description: str, statements: Iterator[Statement]
    ) -> ServiceRole:
        return service_role(
            self._scope,
            logical_id(*name),
            self._names,
            name=name,
            # Glue isn't known to pass the account when it assumes a role for a crawler, and a role
            # can't be passed to a service of another account anyway.
            trust=[service_trust(GLUE)],
            statements=[*statements, *self._of_all()],
            description=description,
        )

    def _of_all(self) -> Iterator[Statement]:
        if self._lake.encrypts_catalog:
            key = self._encryption.general
            yield key.identity_statement("CatalogueKey", "decrypt", "encrypt", via="glue")
        if self._vended:
            # GetDataAccess knows no resources: Lake Formation's grants are what limits it.
            yield statement("LakeFormation", "Allow", "lakeformation:GetDataAccess", "*")

    def _of_crawler(self, name: str, crawler: Crawler) -> Iterator[Statement]:
        names = self._names
        actions = [*_FIND, *(_FORGET if crawler.on_delete == "DELETE_FROM_DATABASE" else ())]
        if isinstance(crawler, CatalogCrawler):
            tables = [reference.split(".") for reference in crawler.tables]
            databases = {database for database, _ in tables}
            resources = [names.arn("glue", f"table/{d}/{t}") for d, t in tables]
        else:
            databases = {crawler.database}
            resources = [names.arn("glue", f"table/{crawler.database}/*")]
        yield statement(
            "Catalogue",
            "Allow",
            actions,
            [
                names.arn("glue", "catalog"),
                *(names.arn("glue", f"database/{database}") for database in databases),
                *resources,
            ],
        )
        # Neither has a resource that IAM knows.
        reads = ["glue:GetClassifier", "glue:GetSecurityConfiguration"]
        yield statement("Settings", "Allow", reads, "*")
        yield log_statement(names, [log_groups.of_crawler(names, name)], "logs:AssociateKmsKey")
        if isinstance(crawler, JdbcCrawler):
            yield from self._of_jdbc(crawler)
        elif not self._vended:
            yield from self._reads(names.role_arn(CRAWLER, name), crawler)

    def _reads(self, role: str, crawler: S3Crawler | CatalogCrawler) -> Iterator[Statement]:
        if isinstance(crawler, S3Crawler):
            places = {(crawler.zone, crawler.prefix)}
        else:
            places = set()
            for reference in crawler.tables:
                database, _, table = reference.partition(".")
                section = self._lake.catalog.databases[database]
                places.add((section.zone, section.table_prefix(database, table)))
        for zone in sorted({zone for zone, _ in places}):
            prefixes = [prefix for of, prefix in places if of == zone]
            self._storage.zones[zone].encryption.allow(role, "decrypt")
            yield from data_statements(
                self._storage.zones[zone], prefixes, ["s3:GetObject"], "decrypt"
            )

    def _of_jdbc(self, crawler: JdbcCrawler) -> Iterator[Statement]:
        names = self._names
        connection = self._lake.catalog.connections[crawler.connection]
        yield statement(
            "Connection",
            "Allow",
            "glue:GetConnection",
            [
                names.arn("glue", "catalog"),
                names.arn("glue", f"connection/{names.name(crawler.connection)}"),
            ],
        )
        if connection.secret is not None:
            yield statement(
                "Secret",
                "Allow",
                ["secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue"],
                secret_arn(names, connection.secret),
            )
        yield from network_statements(names)

    def _of_optimizer(self, database: str) -> Iterator[Statement]:
        names = self._names
        section = self._lake.catalog.databases[database]
        tables = optimized_tables(section)
        yield statement(
            "Catalogue",
            "Allow",
            _REWRITE,
            [
                names.arn("glue", "catalog"),
                names.arn("glue", f"database/{database}"),
                *(names.arn("glue", f"table/{database}/{table}") for table in _few(tables)),
            ],
        )
        yield log_statement(names, log_groups.of_optimizers([section]).values())
        if not self._vended:
            bucket = self._storage.zones[section.zone]
            bucket.encryption.allow(names.role_arn(OPTIMIZER, database), "decrypt", "encrypt")
            prefixes = _places(section, database, tables)
            actions = ["s3:DeleteObject", "s3:GetObject", "s3:PutObject"]
            yield from data_statements(bucket, prefixes, actions, "decrypt", "encrypt")


def data_statements(
    bucket: ZoneBucket,
    prefixes: Iterable[str],
    actions: Iterable[str],
    *uses: Use,
    for_what: str = "",
) -> Iterator[Statement]:
    """Rights on the objects below some prefixes of a zone, and on the key they need.

    Args:
        for_what: tells them apart from other rights of the same role on the same zone.
    """
    sid = for_what + "".join(part.capitalize() for part in bucket.key.split("-"))
    listed = sorted({f"{prefix}*" for prefix in prefixes})
    objects = [f"{bucket.arn}/{key}" for key in listed]
    yield statement(f"Objects{sid}", "Allow", actions, objects)
    below = {"StringLike": {"s3:prefix": listed}}
    yield statement(f"List{sid}", "Allow", "s3:ListBucket", bucket.arn, conditions=below)
    yield statement(f"Place{sid}", "Allow", "s3:GetBucketLocation", bucket.arn)
    yield bucket.encryption.identity_statement(f"Key{sid}", *uses)


def _few(tables: Sequence[str]) -> Sequence[str]:
    """The tables one by one, or all of the database where the list would be too long."""
    return tables if len(tables) <= MAX_NAMED_TABLES else ["*"]


def _places(section: Database, database: str, tables: Sequence[str]) -> list[str]:
    """The prefixes of the tables, or that of the database for those below it."""
    prefixes = [section.table_prefix(database, table) for table in tables]
    if len(tables) <= MAX_NAMED_TABLES:
        return prefixes
    home = section.prefix_in_zone(database)
    return sorted({home if prefix.startswith(home) else prefix for prefix in prefixes})


def secret_arn(names: Names, secret: str) -> str:
    """A secret's ARN. Where the file has its name only: Secrets Manager ends each ARN with six
    characters of its own."""
    if secret.startswith("arn:"):
        return secret
    return names.arn("secretsmanager", f"secret:{secret}-??????")


def network_statements(names: Names) -> Iterator[Statement]:
    """What Glue needs to work inside the VPC: network interfaces that it makes and removes
    (AWS managed policy AWSGlueServiceRole, limited to this account and region)."""
    own = {"ForAllValues:StringEquals": {"aws:TagKeys": "aws-glue-service-resource"}}
    yield statement(
        "DescribeNetwork",
        "Allow",
        [
            "ec2:DescribeNetworkInterfaces",
            "ec2:DescribeRouteTables",
            "ec2:DescribeSecurityGroups",
            "ec2:DescribeSubnets",
            "ec2:DescribeVpcAttribute",
            "ec2:DescribeVpcEndpoints",
        ],
        "*",
    )
    yield statement(
        "NetworkInterfaces",
        "Allow",
        ["ec2:CreateNetworkInterface", "ec2:DeleteNetworkInterface"],
        [
            names.arn("ec2", "network-interface/*"),
            names.arn("ec2", "security-group/*"),
            names.arn("ec2", "subnet/*"),
        ],
    )
    yield statement(
        "TagNetworkInterfaces",
        "Allow",
        ["ec2:CreateTags", "ec2:DeleteTags"],
        names.arn("ec2", "network-interface/*"),
        conditions=own,
    )


def log_statement(names: Names, groups: Iterable[str], *more: str) -> Statement:
    """What writing to log groups takes, and `more` actions on them."""
    arns = [names.arn("logs", f"log-group:{group}") for group in groups]
    return statement(
        "Logs",
        "Allow",
        ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents", *more],
        [*arns, *(f"{arn}:*" for arn in arns)],
    )
