"""File systems of `lake.yaml` as candidates: they are paid for, whether data uses them or not.

FSx for Lustre where a link shows the data set's zone and prefix; EFS anywhere, for a copy. The
model is that of file systems which would be made, without what is paid for already.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from lakeform.advisor.facts import Facts
from lakeform.advisor.storages import efs, lustre
from lakeform.advisor.storages.option import EfsSettings, LustreSettings, Option, home_usd
from lakeform.advisor.workload import GIB, DataSet
from lakeform.config import file_systems as config
from lakeform.config import training


def options(
    systems: config.FileSystems, section: training.DataSet, data: DataSet, facts: Facts
) -> Iterator[Option]:
    """What could hold a data set that lies in a zone; nothing for one in EFS, which stays there."""
    if data.home != "s3":
        return
    for name, declared in sorted(systems.lustre.items()):
        if _shows(declared, section) and _holds(declared, data, facts):
            yield from _lustre(f"lustre.{name}", declared, data, facts)
    for name, shared in sorted(systems.efs.items()):
        if shared.availability_zone is None:  # the facts' prices are those of Regional
            yield _efs(f"efs.{name}", shared, data, facts)


def _shows(declared: config.Lustre, section: training.DataSet) -> bool:
    return any(
        link.zone == section.zone and section.prefix.startswith(link.prefix)
        for link in declared.links
    )


def _holds(declared: config.Lustre, data: DataSet, facts: Facts) -> bool:
    return declared.capacity_gib >= data.bytes * facts["lustre.headroom"] / GIB


def _lustre(
    reference: str, declared: config.Lustre, data: DataSet, facts: Facts
) -> Iterator[Option]:
    """One option, or none where the facts don't know the tier: HDD, for example."""
    for tier in facts.tiers:
        if declared.storage != "SSD" or tier.deployment != declared.deployment:
            continue
        if declared.throughput_mbps_per_tib not in (None, tier.throughput):
            continue
        iops = declared.metadata.iops if isinstance(declared.metadata, config.Metadata) else None
        settings = LustreSettings(declared.deployment, declared.capacity_gib, tier.throughput, iops)
        made = lustre.option(data, facts, tier, settings)
        yield replace(made, settings=None, storage_usd=home_usd(data, facts), declared=reference)


def _efs(reference: str, declared: config.Efs, data: DataSet, facts: Facts) -> Option:
    """Its bytes are paid for by the GB, so the copy's are added; provisioned throughput isn't."""
    mode = declared.throughput
    settings = (
        EfsSettings("provisioned", mode.provisioned.mibps)
        if isinstance(mode, config.Provisioned)
        else EfsSettings(mode)
    )
    return replace(efs.option(data, facts, settings, paid=True), settings=None, declared=reference)
