"""Partition projection of the tables that a delivery fills by the day of arrival.

Firehose writes folders, and tells the catalogue nothing: without projection, and without a crawler,
Athena finds no row. Sources: Firehose developer guide, "Convert input data format"; Athena user
guide, "Amazon Data Firehose example" of partition projection.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from lakeform.config import Lake
from lakeform.config.catalog import (
    DEFAULT_DATE_FORMAT,
    CatalogCrawler,
    Projection,
    S3Crawler,
    Table,
)
from lakeform.config.streams import Delivery
from lakeform.config.streams.deliveries import TimePartition

FIRST_DAY = "2015-10-07"
"""The day on which Firehose was announced: no delivery has written an older one."""
LAST_DAY = "NOW+1DAY"
"""Clocks differ: tomorrow's folder is looked into too."""
ARRIVALS = Projection(type="date", range=(FIRST_DAY, LAST_DAY))


def projection(lake: Lake, reference: str) -> Mapping[str, Projection]:
    """Partition column → projection of the table `database.table`: the file's word, or, where it
    says none, the days of arrival of a delivery that fills the table."""
    table = lake.table(reference)
    if table is None:
        return {}
    if table.projection is not None:
        return table.projection
    fillers = list(_fillers(lake, reference))
    if fillers and not _crawled(lake, reference) and all(_by_day(table, f) for f in fillers):
        return dict.fromkeys(table.partitions, ARRIVALS)
    return {}


def unseen(lake: Lake) -> Iterator[tuple[str, str]]:
    """(delivery, table): nothing tells the catalogue of the folders that the delivery writes."""
    for name, delivery in lake.streams.deliveries.items():
        reference = delivery.table
        if reference is None or not _fills(lake, delivery, reference):
            continue
        table = lake.table(reference)
        if table is None or not table.partitions or table.projection is not None:
            continue
        if not projection(lake, reference) and not _crawled(lake, reference):
            yield name, reference


def _by_day(table: Table, delivery: Delivery) -> bool:
    """Whether all folders that a delivery writes are the days of arrival."""
    return all(column.type == "date" for column in table.partitions.values()) and all(
        isinstance(each, TimePartition) and each.time == DEFAULT_DATE_FORMAT
        for each in delivery.partitions.values()
    )


def _fillers(lake: Lake, reference: str) -> Iterator[Delivery]:
    for delivery in lake.streams.deliveries.values():
        if _fills(lake, delivery, reference):
            yield delivery


def _fills(lake: Lake, delivery: Delivery, reference: str) -> bool:
    return delivery.table == reference and delivery.prefix in (None, lake.table_prefix(reference))


def _crawled(lake: Lake, reference: str) -> bool:
    """Whether a crawler finds the table's folders."""
    zone = lake.catalog.databases[reference.partition(".")[0]].zone
    place = lake.table_prefix(reference) or ""
    for crawler in lake.catalog.crawlers.values():
        match crawler:
            case CatalogCrawler() if reference in crawler.tables:
                return True
            case S3Crawler() if crawler.zone == zone:
                if place.startswith(crawler.prefix) or crawler.prefix.startswith(place):
                    return True
    return False
