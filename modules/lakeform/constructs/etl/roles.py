"""The roles of the jobs, each with what its job takes and nothing else.

They are made before the grants, for Lake Formation grants nothing to a role that doesn't exist.

What a job does in the catalogue is Lake Formation's to allow, like a persona's. Its files it reads
and writes with its own role, and only below the prefixes of its source and target. Lake Formation
could hand out credentials for them too, but Glue's "full table access" knows no streams, appends
only, wants the permission ALL, and opens the whole account to engines outside of it (AWS Glue user
guide, "Using AWS Glue with AWS Lake Formation for Full Table Access").
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from lakeform.config import Lake
from lakeform.config.etl import Job
from lakeform.constructs.catalog.roles import (
    GLUE,
    log_statement,
    network_statements,
    secret_arn,
)
from lakeform.constructs.encryption import Encryption, Use
from lakeform.constructs.iam import (
    ServiceRole,
    Statement,
    allow,
    from_this_account,
    service_role,
    service_trust,
    statement,
)
from lakeform.constructs.storage import Storage, ZoneBucket
from lakeform.engine import Construct
from lakeform.jobs.names import SCRIPTS, TEMPORARY, job_name, log_groups, role_parts
from lakeform.jobs.needs import Needs, needs
from lakeform.jobs.places import home_zone
from lakeform.jobs.quality import all_jobs, quality_jobs, ruleset
from lakeform.naming import Names, logical_id
from lakeform.streaming import rights

READ_CATALOGUE = (
    "glue:BatchGetPartition",
    "glue:GetDatabase",
    "glue:GetPartition",
    "glue:GetPartitions",
    "glue:GetTable",
    "glue:GetTables",
)
WRITE_CATALOGUE = (
    "glue:BatchCreatePartition",
    "glue:CreatePartition",
    "glue:UpdatePartition",
    "glue:UpdateTable",
)
READ_OBJECTS = ("s3:GetObject",)
WRITE_OBJECTS = (
    "s3:AbortMultipartUpload",
    "s3:DeleteObject",
    "s3:GetObject",
    "s3:ListMultipartUploadParts",
    "s3:PutObject",
)
SPARK_GROUPS = "spark-kafka-source-*"
"""Consumer groups that Spark's reader makes up."""


class JobRoles(Construct):
    """The roles of all jobs, those that check data quality included.

    Attributes:
        roles: job → role.
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
    ) -> None:
        super().__init__(scope, id)
        self._lake = lake
        self._names = names
        self._encryption = encryption
        self.roles: Mapping[str, ServiceRole] = {}
        if storage is not None and storage.assets is not None:
            self.roles = {
                name: self._role(name, job, storage) for name, job in all_jobs(lake).items()
            }

    def _role(self, name: str, job: Job, storage: Storage) -> ServiceRole:
        parts = role_parts(name)
        wanted = needs(self._lake, name)
        statements = [
            *self._of_all(name, job, storage),
            *self._catalogue(wanted),
            *self._data(name, wanted, storage),
            *self._network(wanted),
            *self._streams(name, wanted),
            *self._quality(name),
        ]
        return service_role(
            self,
            logical_id(*parts),
            self._names,
            name=parts,
            trust=[service_trust(GLUE, from_this_account(self._names))],
            statements=statements,
            description=f"Job {name}",
        )

    def _of_all(self, name: str, job: Job, storage: Storage) -> Iterator[Statement]:
        names, general = self._names, self._encryption.general
        arn = names.role_arn(*role_parts(name))
        assets = storage.assets
        if assets is None:
            raise ValueError("the lake has no bucket for scripts")
        yield statement("Script", "Allow", "s3:GetObject", f"{assets.arn}/{SCRIPTS}{name}/*")
        uses: tuple[Use, ...] = ("decrypt",)
        if home_zone(self._lake, job) is None:
            uses = ("decrypt", "encrypt")
            prefix = f"{TEMPORARY}{name}/"
            yield statement("Temporary", "Allow", WRITE_OBJECTS, f"{assets.arn}/{prefix}*")
            yield statement(
                "ListTemporary",
                "Allow",
                "s3:ListBucket",
                assets.arn,
                conditions={"StringLike": {"s3:prefix": f"{prefix}*"}},
            )
        assets.encryption.allow(arn, *uses)
        yield assets.encryption.identity_statement("ScriptKey", *uses)
        if self._lake.encrypts_catalog:
            yield general.identity_statement("CatalogueKey", "decrypt", "encrypt", via="glue")
        if job.bookmark:  # encrypted by Glue's client, in the name of the job
            general.allow(arn, "decrypt", "encrypt")
            yield general.identity_statement("BookmarkKey", "decrypt", "encrypt")
        groups = log_groups(self._lake, names, name, job).values()
        yield log_statement(names, groups, "logs:AssociateKmsKey")
        # Neither knows a resource that it could be limited to.
        yield statement("Settings", "Allow", "glue:GetSecurityConfiguration", "*")
        yield statement(
            "Metrics",
            "Allow",
            "cloudwatch:PutMetricData",
            "*",
            conditions={"StringEquals": {"cloudwatch:namespace": "Glue"}},
        )
        if job.type != "python_shell":
            runs = names.arn("glue", f"job/{job_name(names, name)}")
            bookmark = ["glue:GetJobBookmark", "glue:GetJobRun", "glue:GetJobRuns"]
            yield statement("OwnRuns", "Allow", bookmark, runs)
        if self._lake.governance.mode != "iam":
            # GetDataAccess knows no resources: Lake Formation's grants are what limits it.
            yield statement("LakeFormation", "Allow", "lakeformation:GetDataAccess", "*")

    def _catalogue(self, wanted: Needs) -> Iterator[Statement]:
        for sid, writes, actions in (
            ("ReadCatalogue", None, READ_CATALOGUE),
            ("WriteCatalogue", True, WRITE_CATALOGUE),
        ):
            tables = [need for need in wanted.tables if writes is None or need.writes]
            if tables:
                arn = self._names.arn
                yield statement(
                    sid,
                    "Allow",
                    actions,
                    [
                        arn("glue", "catalog"),
                        *(arn("glue", f"database/{need.database}") for need in tables),
                        *(arn("glue", f"table/{need.table.replace('.', '/')}") for need in tables),
                    ],
                )

    def _data(self, name: str, wanted: Needs, storage: Storage) -> Iterator[Statement]:
        role = self._names.role_arn(*role_parts(name))
        reads: dict[str, list[str]] = defaultdict(list)
        writes: dict[str, list[str]] = defaultdict(list)
        for zone, prefix in wanted.reads:
            reads[zone].append(prefix)
        for zone, prefix in wanted.writes:
            writes[zone].append(prefix)
        for zone in sorted({*reads, *writes}):
            bucket = storage.zones[zone]
            uses: tuple[Use, ...] = ("decrypt", "encrypt") if zone in writes else ("decrypt",)
            bucket.encryption.allow(role, *uses)
            yield from _zone_statements(bucket, reads[zone], writes[zone], uses)

    def _network(self, wanted: Needs) -> Iterator[Statement]:
        names = self._names
        if not wanted.connections:
            return
        yield statement(
            "Connections",
            "Allow",
            "glue:GetConnection",
            [
                names.arn("glue", "catalog"),
                *(names.arn("glue", f"connection/{names.name(c)}") for c in wanted.connections),
            ],
        )
        if wanted.secrets:
            yield statement(
                "Secrets",
                "Allow",
                ["secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue"],
                [secret_arn(names, secret) for secret in wanted.secrets],
            )
        yield from network_statements(names)

    def _streams(self, name: str, wanted: Needs) -> Iterator[Statement]:
        names = self._names
        if wanted.streams:
            yield allow(rights.reads_kinesis(names, "Streams", wanted.streams))
            key = self._encryption.general
            key.allow(names.role_arn(*role_parts(name)), "decrypt", via="kinesis")
            yield key.identity_statement("StreamKey", "decrypt", via="kinesis")
        if wanted.topics:
            clusters = sorted({cluster for cluster, _ in wanted.topics})
            groups = [(cluster, SPARK_GROUPS) for cluster in clusters]
            yield allow(rights.connects_kafka(names, "Clusters", clusters))
            yield allow(rights.on_topics(names, "Topics", rights.READ_TOPIC, wanted.topics))
            yield allow(rights.on_groups(names, "Groups", rights.JOIN_GROUP, groups))

    def _quality(self, name: str) -> Iterator[Statement]:
        job = quality_jobs(self._lake).get(name)
        if job is None:
            return
        names = self._names
        yield statement(
            "Quality",
            "Allow",
            [
                "glue:GetDataQualityResult",
                "glue:GetDataQualityRuleset",
                "glue:GetDataQualityRulesetEvaluationRun",
                "glue:PublishDataQuality",
                "glue:StartDataQualityRulesetEvaluationRun",
            ],
            names.arn("glue", f"dataQualityRuleset/{ruleset(names, job.reads[0])}"),
        )
        yield statement(
            "RunAsItself",
            "Allow",
            "iam:PassRole",
            names.role_arn(*role_parts(name)),
            conditions={"StringEquals": {"iam:PassedToService": GLUE}},
        )


def _zone_statements(
    bucket: ZoneBucket, reads: list[str], writes: list[str], uses: tuple[Use, ...]
) -> Iterator[Statement]:
    """Rights on the objects below some prefixes of a zone, and on the key they need."""
    sid = "".join(part.capitalize() for part in bucket.key.split("-"))
    above = sorted({folder for prefix in (*reads, *writes) for folder in _folders_above(prefix)})
    read = [f"{prefix}*" for prefix in reads] + above
    yield statement(f"Read{sid}", "Allow", READ_OBJECTS, [f"{bucket.arn}/{key}" for key in read])
    if writes:
        # Glue's S3 client marks a folder with an object beside it.
        markers = {f"{folder}_$folder$" for prefix in writes for folder in _folders_to(prefix)}
        written = [*(f"{prefix}*" for prefix in writes), *sorted(markers)]
        objects = [f"{bucket.arn}/{key}" for key in written]
        yield statement(f"Write{sid}", "Allow", WRITE_OBJECTS, objects)
    listed = [*(f"{prefix.rstrip('/')}*" for prefix in (*reads, *writes)), *above]
    conditions = {"StringLike": {"s3:prefix": listed}}
    yield statement(f"List{sid}", "Allow", "s3:ListBucket", bucket.arn, conditions=conditions)
    yield statement(f"Place{sid}", "Allow", "s3:GetBucketLocation", bucket.arn)
    yield bucket.encryption.identity_statement(f"Key{sid}", *uses)


def _folders_to(prefix: str) -> list[str]:
    """`a/b/` → `a`, `a/b`."""
    parts = prefix.rstrip("/").split("/") if prefix else []
    return ["/".join(parts[: count + 1]) for count in range(len(parts))]


def _folders_above(prefix: str) -> list[str]:
    """The folders above a prefix, as Hadoop asks for them before it writes: `a/b/` → `a`, `a/`."""
    return [form for folder in _folders_to(prefix)[:-1] for form in (folder, f"{folder}/")]
