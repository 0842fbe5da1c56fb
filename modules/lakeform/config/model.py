"""The whole of `lake.yaml`, for one environment."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field

from lakeform.config.base import EnvironmentName, LakeName, Section, ShortName, Text, pattern
from lakeform.config.catalog import Catalog, Table
from lakeform.config.encryption import Encryption
from lakeform.config.environment import Environment
from lakeform.config.etl import Etl
from lakeform.config.file_systems import FileSystems
from lakeform.config.governance import Governance
from lakeform.config.network import Network
from lakeform.config.policy import Policy
from lakeform.config.state import State
from lakeform.config.storage import Storage, Zone
from lakeform.config.streams import Streams
from lakeform.config.training import DataSet

NOT_BUILT_YET = (
    "ingest",
    "query",
    "compute",
)
"""Sections of the contract that this version doesn't build: refused by name, never ignored."""

TagText = Annotated[
    Text,
    AfterValidator(pattern(r"[\w .:/=+@-]{1,256}", "isn't a tag that every AWS service accepts")),
]
RESERVED_TAGS = ("environment", "managed-by", "name", "owner")
"""Tags that lakeform writes itself on everything taggable."""


def _defaults(value: Any) -> Any:
    """`network:` with nothing after it is a network with its defaults, not a lake without one."""
    return {} if value is None else value


class LakeFile(Section):
    """`lake.yaml` after one environment's overrides were merged over it."""

    name: LakeName
    """Prefix of every resource's name."""
    owner: TagText
    """Who answers for the lake: a tag on every resource."""
    tags: dict[TagText, TagText] = {}
    """Further tags on every resource."""
    environments: Annotated[dict[EnvironmentName, Environment], Field(min_length=1)]
    """Name → account and region."""
    network: Annotated[Network | None, BeforeValidator(_defaults)] = None
    """The VPC. Left out, none is made."""
    encryption: Encryption = Encryption()
    """The KMS keys."""
    storage: Annotated[Storage | None, BeforeValidator(_defaults)] = None
    """The S3 zones. Left out, none are made."""
    governance: Governance = Governance()
    """Who may do what on which data."""
    catalog: Catalog = Catalog()
    """Databases, tables, and what fills them in."""
    etl: Etl = Etl()
    """The jobs that bring data in and transform it."""
    streams: Streams = Streams()
    """What moves data while it is made."""
    file_systems: FileSystems = FileSystems()
    """Shared file systems and volumes."""
    training: dict[ShortName, DataSet] = {}
    """Name → data set that the storage advisor computes from."""
    policy: Policy = Policy()
    """What the gate lets pass."""
    state: State = State()
    """Where Terraform keeps its state."""


@dataclass(frozen=True)
class Lake:
    """The lake of one environment: what all later stages work from."""

    directory: Path
    """The folder of `lake.yaml`, from which the files that it names are read."""
    environment_name: str
    """The environment's name, `dev` for example."""
    environment: Environment
    """Its account and region."""
    name: str
    owner: str
    tags: dict[str, str]
    network: Network | None
    encryption: Encryption
    storage: Storage | None
    governance: Governance
    catalog: Catalog
    etl: Etl
    streams: Streams
    file_systems: FileSystems
    training: dict[str, DataSet]
    policy: Policy
    state: State

    @classmethod
    def of(cls, file: LakeFile, environment_name: str, directory: Path) -> Lake:
        """One environment of a file whose overrides were merged."""
        return cls(
            directory=directory,
            environment_name=environment_name,
            environment=file.environments[environment_name],
            name=file.name,
            owner=file.owner,
            tags=file.tags,
            network=file.network,
            encryption=file.encryption,
            storage=file.storage,
            governance=file.governance,
            catalog=file.catalog,
            etl=file.etl,
            streams=file.streams,
            file_systems=file.file_systems,
            training=file.training,
            policy=file.policy,
            state=file.state,
        )

    @property
    def zones(self) -> dict[str, Zone]:
        """Name → zone, sorted by name."""
        return {} if self.storage is None else dict(sorted(self.storage.zones.items()))

    @property
    def encrypts_catalog(self) -> bool:
        """Whether the lake's key encrypts the account's Data Catalog."""
        filled = bool(self.catalog.databases or self.catalog.connections)
        return filled and self.encryption.catalog == "own"

    @property
    def deploy_role(self) -> str:
        """ARN of the role that runs Terraform."""
        if self.environment.deploy_role is not None:
            return self.environment.deploy_role
        return (
            f"arn:{self.environment.partition}:iam::{self.environment.account}:role/"
            f"{self.name}-{self.environment_name}-deploy"
        )

    def table(self, reference: str) -> Table | None:
        """The table called `database.table`, if there is one."""
        database, _, table = reference.partition(".")
        found = self.catalog.databases.get(database)
        return None if found is None else found.tables.get(table)

    def tables(self) -> dict[str, Table]:
        """`database.table` → table, of all databases."""
        return {
            f"{database}.{name}": table
            for database, section in self.catalog.databases.items()
            for name, table in section.tables.items()
        }

    def table_prefix(self, reference: str) -> str | None:
        """The prefix below which the data of `database.table` lies, if there is such a table."""
        if self.table(reference) is None:
            return None
        database, _, table = reference.partition(".")
        return self.catalog.databases[database].table_prefix(database, table)
