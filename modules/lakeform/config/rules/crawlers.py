"""Rules of `catalog.crawlers` and `catalog.classifiers`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from lakeform.config.base import quoted, suggestion
from lakeform.config.catalog import CatalogCrawler, JdbcCrawler, S3Crawler
from lakeform.config.explain import Fault
from lakeform.config.model import Lake
from lakeform.config.yaml_reader import KeyPath

CLASSIFIER_FIELDS = {
    "csv": ((), ("delimiter", "header", "quote")),
    "grok": (("classification", "pattern"), ("custom_patterns",)),
    "json": (("json_path",), ()),
    "xml": (("classification", "row_tag"), ()),
}
"""Type of classifier → fields that it needs, and others that it takes (AWS Glue user guide,
"Writing custom classifiers")."""


def crawlers_name_what_exists(lake: Lake) -> Iterator[Fault]:
    """A crawler's zone, connection, classifiers, database and tables exist."""
    catalog = lake.catalog
    for name, crawler in lake.catalog.crawlers.items():
        path: KeyPath = ("catalog", "crawlers", name)
        if not isinstance(crawler, CatalogCrawler):
            yield from _exists((*path, "database"), crawler.database, "database", catalog.databases)
        if isinstance(crawler, S3Crawler):
            yield from _exists((*path, "zone"), crawler.zone, "zone", lake.zones)
            for position, classifier in enumerate(crawler.classifiers):
                where = (*path, "classifiers", position)
                yield from _exists(where, classifier, "classifier", catalog.classifiers)
        elif isinstance(crawler, JdbcCrawler):
            where = (*path, "connection")
            yield from _exists(where, crawler.connection, "connection", catalog.connections)
            connection = catalog.connections.get(crawler.connection)
            if connection is not None and connection.type != "jdbc":
                yield Fault(
                    where,
                    f"the connection {quoted(crawler.connection)} is of type {connection.type}",
                    "a crawler of a database needs one of type jdbc",
                )
        else:
            yield from _table_faults(lake, path, crawler)


def _exists(path: KeyPath, name: str, noun: str, known: Mapping[str, object]) -> Iterator[Fault]:
    if name not in known:
        message = f"there is no {noun} {quoted(name)}"
        yield Fault(path, message, suggestion(name, list(known), f"{noun}s"))


def _table_faults(lake: Lake, path: KeyPath, crawler: CatalogCrawler) -> Iterator[Fault]:
    seen: set[str] = set()
    for position, reference in enumerate(crawler.tables):
        where = (*path, "tables", position)
        table = lake.table(reference)
        if table is None:
            known = [f"{d}.{t}" for d, each in lake.catalog.databases.items() for t in each.tables]
            yield Fault(
                where,
                f"there is no table {quoted(reference)}",
                suggestion(reference, known if len(known) <= 20 else [], "tables of that name"),
            )
        elif table.format == "iceberg":
            yield Fault(
                where,
                f"{quoted(reference)} is an Iceberg table, which keeps its schema and files itself",
                "remove it: there is nothing for a crawler to find",
            )
        if reference in seen:
            yield Fault(where, f"{quoted(reference)} is named twice", "name it once")
        seen.add(reference)


def crawlers_change_what_they_may(lake: Lake) -> Iterator[Fault]:
    """Glue's limits on what a crawler does with changes."""
    for name, crawler in lake.catalog.crawlers.items():
        path: KeyPath = ("catalog", "crawlers", name)
        if isinstance(crawler, S3Crawler) and crawler.recrawl == "new_folders":
            for key in ("on_change", "on_delete"):
                if getattr(crawler, key) != "LOG":
                    yield Fault(
                        (*path, key),
                        f"a crawler of new folders can't {_DOES[getattr(crawler, key)]}",
                        f"write `{key}: LOG`, or `recrawl: everything`",
                        at_key=key in crawler.model_fields_set,
                    )
        if isinstance(crawler, CatalogCrawler):
            if crawler.on_delete != "LOG":
                yield Fault(
                    (*path, "on_delete"),
                    f"a crawler of tables can't {_DOES[crawler.on_delete]}",
                    "write `on_delete: LOG`",
                )
            if len(crawler.tables) > 1 and lake.governance.mode == "lake_formation":
                yield Fault(
                    (*path, "tables"),
                    f"{len(crawler.tables)} tables: with Lake Formation's credentials a crawler "
                    "takes one",
                    "write a crawler for each table",
                )


_DOES = {
    "DELETE_FROM_DATABASE": "delete tables",
    "DEPRECATE_IN_DATABASE": "deprecate tables",
    "UPDATE_IN_DATABASE": "update tables",
}


def crawlers_have_roles_of_their_own(lake: Lake) -> Iterator[Fault]:
    """The role that is made for a crawler isn't called as a persona's."""
    for name in lake.catalog.crawlers:
        persona = f"crawler-{name}"
        if persona in lake.governance.personas:
            yield Fault(
                ("catalog", "crawlers", name),
                f"the crawler's role would be called as that of the persona {quoted(persona)}",
                "rename one of them",
                at_key=True,
            )


def jdbc_paths_are_complete(lake: Lake) -> Iterator[Fault]:
    """`database/schema/table`, `%` for any."""
    for name, crawler in lake.catalog.crawlers.items():
        if not isinstance(crawler, JdbcCrawler):
            continue
        parts = crawler.path.split("/")
        if not 2 <= len(parts) <= 3 or not all(parts):
            yield Fault(
                ("catalog", "crawlers", name, "path"),
                f"{quoted(crawler.path)} isn't the path of tables in a database",
                "DATABASE/SCHEMA/TABLE, or DATABASE/TABLE where there are no schemas; `%` is any",
            )


def classifiers_have_their_fields(lake: Lake) -> Iterator[Fault]:
    """Each type of classifier takes fields of its own."""
    fields = sorted({f for needed, further in CLASSIFIER_FIELDS.values() for f in needed + further})
    for name, classifier in lake.catalog.classifiers.items():
        path: KeyPath = ("catalog", "classifiers", name)
        needed, further = CLASSIFIER_FIELDS[classifier.type]
        for field in fields:
            given = bool(getattr(classifier, field))
            if given and field not in (*needed, *further):
                yield Fault(
                    (*path, field),
                    f"a classifier of type {classifier.type} has no `{field}`",
                    f"it takes {', '.join((*needed, *further))}",
                    at_key=True,
                )
            elif not given and field in needed:
                yield Fault(
                    path,
                    f"a classifier of type {classifier.type} needs `{field}`",
                    f"it takes {', '.join((*needed, *further))}",
                    at_key=True,
                )
        if classifier.delimiter is not None and classifier.delimiter == classifier.quote:
            yield Fault(
                (*path, "delimiter"),
                f"{quoted(classifier.delimiter)} both separates and quotes",
                "use different characters",
            )
        if len(set(classifier.header)) < len(classifier.header):
            yield Fault((*path, "header"), "a column is named twice", "name each once")
