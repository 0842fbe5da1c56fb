"""One environment as one Terraform stack: the only place that knows the constructs' order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lakeform.access import principals
from lakeform.aws.arguments import written
from lakeform.aws.base import inside
from lakeform.aws.closed_stack import ClosedStack
from lakeform.aws.provider import AwsProvider, AwsProviderDefaultTags
from lakeform.config import Lake
from lakeform.config.file_systems import FileSystems as FileSystemsSection
from lakeform.config.streams import Streams as StreamsSection
from lakeform.constructs.catalog import Catalog
from lakeform.constructs.crawlers import Crawlers
from lakeform.constructs.encryption import Encryption
from lakeform.constructs.etl import Etl, JobRoles
from lakeform.constructs.files import StackFiles
from lakeform.constructs.governance import Administration, Grants
from lakeform.constructs.network import Network
from lakeform.constructs.optimizers import Optimizers
from lakeform.constructs.storage import Storage
from lakeform.engine import Construct, LocalBackend, S3Backend, TerraformOutput
from lakeform.naming import Names, default_tags

if TYPE_CHECKING:
    from lakeform.constructs.streams import Sources


class LakeStack(ClosedStack):
    """The whole lake of one environment.

    The order is Lake Formation's: its settings and the registered zones come before the databases,
    those before the grants, as the jobs' roles do, and the grants before the crawlers, optimizers
    and jobs. The keys are written last, when all who use them are known.
    """

    def __init__(self, scope: Construct, id: str, lake: Lake) -> None:
        super().__init__(scope, id)
        names = Names.of(lake)
        _backend(self, lake)
        AwsProvider(
            self,
            "aws",
            region=names.region,
            allowed_account_ids=[names.account],
            default_tags=[AwsProviderDefaultTags(tags=default_tags(lake))],
        )
        encryption = Encryption(self, "encryption", lake, names)
        storage = None
        if lake.storage is not None:
            storage = Storage(self, "storage", lake, names, encryption=encryption)
        network = None
        if lake.network is not None:
            network = Network(self, "network", lake, names, encryption=encryption, storage=storage)
        self.files = StackFiles()
        sources = None
        if lake.streams != StreamsSection():
            sources = _sources(self, lake, names, network, encryption, storage)
        if network is not None and (lake.training or lake.file_systems != FileSystemsSection()):
            _file_systems(self, lake, names, network, encryption, storage)
        administration = Administration(
            self, "administration", lake, names, encryption=encryption, storage=storage
        )
        catalog = Catalog(
            self,
            "catalog",
            lake,
            names,
            storage=storage,
            encryption=encryption,
            network=network,
            after=administration.ready,
        )
        job_roles = JobRoles(
            self,
            "job-roles",
            lake,
            names,
            storage=storage,
            encryption=encryption,
        )
        grants = Grants(
            self,
            "grants",
            lake,
            names,
            administration=administration,
            storage=storage,
            catalog=catalog,
            roles=[
                *job_roles.roles.values(),
                *([] if sources is None or sources.roles is None else sources.roles.roles.values()),
            ],
        )
        crawlers = Crawlers(
            self,
            "crawlers",
            lake,
            names,
            catalog=catalog,
            storage=storage,
            encryption=encryption,
            after=grants.ready,
        )
        Optimizers(
            self,
            "optimizers",
            lake,
            names,
            catalog=catalog,
            encryption=encryption,
            after=grants.ready,
        )
        Etl(
            self,
            "etl",
            lake,
            names,
            storage=storage,
            encryption=encryption,
            catalog=catalog,
            crawlers=crawlers,
            roles=job_roles,
            granted=grants.granted,
            brokers={} if sources is None else sources.brokers,
        )
        if sources is not None:
            _streams(self, lake, names, sources, network, encryption, storage, catalog, grants)
        encryption.write()
        _outputs(self, lake, storage=storage, network=network, catalog=catalog)


def _sources(
    stack: LakeStack,
    lake: Lake,
    names: Names,
    network: Network | None,
    encryption: Encryption,
    storage: Storage | None,
) -> Sources:
    # Many lakes have none, and the classes of their resources are large.
    from lakeform.constructs.streams import Sources

    return Sources(
        stack, "sources", lake, names, network=network, storage=storage, encryption=encryption
    )


def _streams(
    stack: LakeStack,
    lake: Lake,
    names: Names,
    sources: Sources,
    network: Network | None,
    encryption: Encryption,
    storage: Storage | None,
    catalog: Catalog,
    grants: Grants,
) -> None:
    from lakeform.constructs.streams import Streams

    Streams(
        stack,
        "streams",
        lake,
        names,
        sources=sources,
        network=network,
        storage=storage,
        encryption=encryption,
        catalog=catalog,
        files=stack.files,
        granted=grants.granted,
    )


def _file_systems(
    stack: LakeStack,
    lake: Lake,
    names: Names,
    network: Network,
    encryption: Encryption,
    storage: Storage | None,
) -> None:
    # Most lakes have none: the advisor and the templates of the mounts are imported for those only.
    from lakeform.advisor import load_facts
    from lakeform.advisor.provision import all_file_systems, place
    from lakeform.constructs.file_systems import FileSystems

    systems = all_file_systems(lake, place(lake, load_facts()))
    if systems.references():
        FileSystems(
            stack,
            "file-systems",
            lake,
            names,
            systems=systems,
            network=network,
            encryption=encryption,
            storage=storage,
        )


def _outputs(
    stack: LakeStack,
    lake: Lake,
    *,
    storage: Storage | None,
    network: Network | None,
    catalog: Catalog,
) -> None:
    """What those who build on the lake ask for."""
    values: dict[str, object] = {
        "databases": [inside(database, "name") for database in catalog.databases.values()],
        "persona_roles": {name: role.identifier for name, role in principals(lake).items()},
    }
    if storage is not None:
        values["buckets"] = {zone: bucket.id for zone, bucket in storage.zones.items()}
    if network is not None:
        values["vpc_id"] = network.vpc_id
        values["private_subnet_ids"] = list(network.private_subnet_ids)
    for name, value in sorted(values.items()):
        TerraformOutput(stack, name, value=written(value))


def _backend(stack: LakeStack, lake: Lake) -> None:
    """Where the state is kept. Never left to the engine, whose default names this machine."""
    key = f"{lake.name}/{lake.environment_name}/terraform.tfstate"
    if lake.state.backend == "s3" and lake.state.bucket is not None:
        backend = S3Backend(
            stack,
            bucket=lake.state.bucket,
            key=key,
            region=lake.state.region or lake.environment.region,
            encrypt=True,
        )
        backend.add_override("use_lockfile", True)  # newer than the engine
    else:
        # Terraform runs in cdktf.out/stacks/ENVIRONMENT; the state lies beside cdktf.out, which can
        # be deleted at any time.
        LocalBackend(stack, path=f"../../../terraform.{lake.environment_name}.tfstate")
