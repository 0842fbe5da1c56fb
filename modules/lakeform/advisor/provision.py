"""What a lake's data sets are read from, and the file systems that must be made for that."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from lakeform.advisor import declared
from lakeform.advisor.facts import Facts
from lakeform.advisor.recommend import Estimate, Recommendation, recommend
from lakeform.advisor.storages.option import EbsSettings, EfsSettings, LustreSettings
from lakeform.advisor.workload import Clients, DataSet
from lakeform.config import Lake, training
from lakeform.config import file_systems as config
from lakeform.config.training import STORAGES
from lakeform.errors import InputError


@dataclass(frozen=True)
class Placement:
    """Where a data set is read from.

    Attributes:
        storage: `s3`, `s3_connector`, `s3_express`, or references such as `lustre.images`.
        made: the file systems that are made for it; none where it uses what is declared.
    """

    storage: tuple[str, ...]
    made: config.FileSystems = field(default_factory=config.FileSystems)


def data_set(name: str, section: training.DataSet) -> DataSet:
    """A data set of `lake.yaml`, as the advisor sees it."""
    client = section.client
    return DataSet(
        name=name,
        files=section.files,
        mean_file_kib=section.mean_file_kib,
        epochs=section.epochs,
        runs_a_month=section.runs_a_month,
        clients=section.clients,
        workers=section.workers,
        home="s3" if section.efs is None else "efs",
        shard_mib=section.shard_mib,
        decode_ms=section.decode_ms,
        machine=Clients(
            network_gbps=client.network_gbps,
            ebs_mb_s=client.ebs_mb_s,
            cache_gib=client.cache_gib,
            usd_an_hour=client.usd_an_hour,
        ),
        goal=section.goal,
        budget_usd_a_month=section.budget_usd_a_month,
    )


def advise(lake: Lake, facts: Facts) -> list[Recommendation]:
    """The advice for all data sets of a lake, sorted by name."""
    return [
        _recommend(lake, name, section, facts) for name, section in sorted(lake.training.items())
    ]


def _recommend(lake: Lake, name: str, section: training.DataSet, facts: Facts) -> Recommendation:
    data = data_set(name, section)
    return recommend(data, facts, declared.options(lake.file_systems, section, data, facts))


def place(lake: Lake, facts: Facts) -> dict[str, Placement]:
    """Data set → what it is read from, sorted by name.

    Raises:
        InputError: the storage that the file asks for can't hold a data set.
    """
    return {
        name: _place(lake, name, section, facts) for name, section in sorted(lake.training.items())
    }


def all_file_systems(lake: Lake, placements: Mapping[str, Placement]) -> config.FileSystems:
    """The declared file systems, and those that are made for data sets."""
    systems = [*(placement.made for placement in placements.values()), lake.file_systems]
    return config.FileSystems(
        lustre={k: v for each in systems for k, v in each.lustre.items()},
        efs={k: v for each in systems for k, v in each.efs.items()},
        ebs={k: v for each in systems for k, v in each.ebs.items()},
    )


def _place(lake: Lake, name: str, section: training.DataSet, facts: Facts) -> Placement:
    if section.storage not in STORAGES:
        return Placement((section.storage,))
    if section.storage in ("s3", "s3_connector", "s3_express"):
        return Placement((section.storage,))
    if section.storage == "efs" and section.efs is not None:
        return Placement((f"efs.{section.efs}",))
    recommendation = _recommend(lake, name, section, facts)
    if section.storage == "auto":
        chosen = recommendation.winner
        # Nothing is worth making (`lakeform advise` says why), or could lie anywhere.
        if chosen is None or lake.network is None:
            return Placement(("s3",) if section.efs is None else (f"efs.{section.efs}",))
        if chosen.option.declared:
            return Placement((chosen.option.declared,))
    else:
        chosen = next((e for e in recommendation.ranked if _is_to_be_made(e, section)), None)
        if chosen is None:
            raise InputError(
                f"training data `{name}` is too much for `{section.storage}`",
                hint="`lakeform advise` shows what can hold it",
            )
    return _made(lake, name, section, chosen)


def _is_to_be_made(estimate: Estimate, section: training.DataSet) -> bool:
    return estimate.kind == section.storage and not estimate.option.declared


def _made(lake: Lake, name: str, section: training.DataSet, chosen: Estimate) -> Placement:
    settings = chosen.option.settings
    if isinstance(settings, LustreSettings):
        lustre = {name: _lustre(lake, name, section, settings)}
        return Placement((f"lustre.{name}",), config.FileSystems(lustre=lustre))
    if isinstance(settings, EfsSettings):
        if section.efs is not None:
            return Placement((f"efs.{section.efs}",))
        return Placement((f"efs.{name}",), config.FileSystems(efs={name: _efs(settings)}))
    if isinstance(settings, EbsSettings):
        ebs = {
            f"{name}-{number}": config.Ebs(
                size_gib=settings.size_gib,
                iops=settings.iops,
                throughput_mbps=settings.throughput_mbps,
            )
            for number in range(1, section.clients + 1)
        }
        return Placement(tuple(f"ebs.{key}" for key in ebs), config.FileSystems(ebs=ebs))
    return Placement((chosen.kind,))


def _lustre(
    lake: Lake, name: str, section: training.DataSet, settings: LustreSettings
) -> config.Lustre:
    links: tuple[config.Link, ...] = ()
    if section.zone is not None:
        # FSx follows a bucket through its notifications, which a zone with events has to itself.
        follows = lake.zones[section.zone].events == "none"
        link = {
            "path": f"/{name}",
            "zone": section.zone,
            "prefix": section.prefix,
            "import": ("new", "changed", "deleted") if follows else (),
        }
        links = (config.Link.model_validate(link),)
    persistent = settings.deployment != "SCRATCH_2"
    metadata: str | config.Metadata = "automatic"
    if settings.metadata_iops is not None:
        metadata = config.Metadata(iops=settings.metadata_iops)
    return config.Lustre.model_validate(
        {
            "deployment": settings.deployment,
            "capacity_gib": settings.capacity_gib,
            "throughput_mbps_per_tib": settings.throughput if persistent else None,
            "metadata": metadata if settings.deployment == "PERSISTENT_2" else None,
            "links": links,
        }
    )


def _efs(settings: EfsSettings) -> config.Efs:
    if settings.mibps is None:
        return config.Efs.model_validate({"throughput": settings.throughput})
    return config.Efs(throughput=config.Provisioned(provisioned=config.Mibps(mibps=settings.mibps)))
