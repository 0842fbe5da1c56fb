"""Rules of crawlers and classifiers: what each says, word for word."""

from __future__ import annotations

import pytest

from catalogs import AROUND, lake_of, said
from lakeform.config.rules import crawlers

BASE = """
databases:
  sales:
    zone: curated
    tables:
      orders: {format: iceberg, columns: {a: int}}
      lines: {format: json, columns: {a: int}}
      parts: {format: json, columns: {a: int}}
connections:
  erp: {url: "jdbc:mysql://erp:3306/erp", secret: erp}
  bus: {type: network}
classifiers:
  logs: {type: grok, pattern: "%{WORD:a}", classification: logs}
crawlers:
"""


@pytest.mark.parametrize(
    ("crawler", "problems"),
    [
        ("{zone: raw, database: sales, classifiers: [logs]}", []),
        ("{connection: erp, path: erp/%, database: sales}", []),
        ("{tables: [sales.lines], on_change: LOG}", []),
        (
            "{zone: rwa, database: slaes, classifiers: [logs, lgos]}",
            [
                ".database: there is no database `slaes` → did you mean `sales`?",
                ".zone: there is no zone `rwa` → did you mean `raw`?",
                ".classifiers.1: there is no classifier `lgos` → did you mean `logs`?",
            ],
        ),
        (
            "{connection: crm, path: a/b, database: sales}",
            [".connection: there is no connection `crm` → connections: erp, bus"],
        ),
        (
            "{connection: bus, path: a/b, database: sales}",
            [
                ".connection: the connection `bus` is of type network → a crawler of a database "
                "needs one of type jdbc"
            ],
        ),
        (
            "{tables: [sales.orders, sales.line, sales.lines, sales.lines]}",
            [
                ".tables.0: `sales.orders` is an Iceberg table, which keeps its schema and files "
                "itself → remove it: there is nothing for a crawler to find",
                ".tables.1: there is no table `sales.line` → did you mean `sales.lines`?",
                ".tables.3: `sales.lines` is named twice → name it once",
            ],
        ),
    ],
)
def test_a_crawler_names_what_exists(crawler: str, problems: list[str]) -> None:
    lake = lake_of(f"{BASE}  it: {crawler}\n")
    assert said(crawlers.crawlers_name_what_exists, lake) == [
        f"crawlers.it{problem}" for problem in problems
    ]


@pytest.mark.parametrize(
    ("crawler", "problems"),
    [
        ("{zone: raw, database: sales, on_delete: DELETE_FROM_DATABASE}", []),
        ("{zone: raw, database: sales, recrawl: new_folders, on_change: LOG}", []),
        (
            "{zone: raw, database: sales, recrawl: new_folders, on_delete: DEPRECATE_IN_DATABASE}",
            [
                ".on_change: a crawler of new folders can't update tables → write "
                "`on_change: LOG`, or `recrawl: everything`",
                ".on_delete (key): a crawler of new folders can't deprecate tables → write "
                "`on_delete: LOG`, or `recrawl: everything`",
            ],
        ),
        (
            "{tables: [sales.lines, sales.parts], on_delete: DELETE_FROM_DATABASE}",
            [
                ".on_delete: a crawler of tables can't delete tables → write `on_delete: LOG`",
                ".tables: 2 tables: with Lake Formation's credentials a crawler takes one → write "
                "a crawler for each table",
            ],
        ),
    ],
)
def test_a_crawler_changes_what_it_may(crawler: str, problems: list[str]) -> None:
    lake = lake_of(f"{BASE}  it: {crawler}\n")
    assert said(crawlers.crawlers_change_what_they_may, lake) == [
        f"crawlers.it{problem}" for problem in problems
    ]


def test_without_lake_formation_a_crawler_takes_several_tables() -> None:
    around = AROUND + "governance: {mode: iam}\n"
    lake = lake_of(f"{BASE}  it: {{tables: [sales.lines, sales.parts]}}\n", around=around)
    assert said(crawlers.crawlers_change_what_they_may, lake) == []


def test_a_crawler_has_a_role_of_its_own() -> None:
    around = AROUND + "governance: {personas: {crawler-it: {trust: [glue]}}}\n"
    lake = lake_of(f"{BASE}  it: {{zone: raw, database: sales}}\n", around=around)
    assert said(crawlers.crawlers_have_roles_of_their_own, lake) == [
        "crawlers.it (key): the crawler's role would be called as that of the persona "
        "`crawler-it` → rename one of them"
    ]


@pytest.mark.parametrize(
    ("path", "good"),
    [
        ("erp/public/%", True),
        ("erp/%", True),
        ("erp", False),
        ("/erp/x", False),
        ("erp//x", False),
        ("a/b/c/d", False),
    ],
)
def test_the_path_of_a_database(path: str, good: bool) -> None:
    lake = lake_of(f"{BASE}  it: {{connection: erp, path: {path}, database: sales}}\n")
    assert said(crawlers.jdbc_paths_are_complete, lake) == (
        []
        if good
        else [
            f"crawlers.it.path: `{path}` isn't the path of tables in a database → "
            "DATABASE/SCHEMA/TABLE, or DATABASE/TABLE where there are no schemas; `%` is any"
        ]
    )


@pytest.mark.parametrize(
    ("classifier", "problems"),
    [
        ("{type: csv}", []),
        ("{type: csv, delimiter: '|', quote: \"'\", header: [a, b]}", []),
        ("{type: json, json_path: '$[*]'}", []),
        ("{type: xml, classification: x, row_tag: r}", []),
        (
            "{type: grok, classification: x, row_tag: r}",
            [
                " (key): a classifier of type grok needs `pattern` → it takes classification, "
                "pattern, custom_patterns",
                ".row_tag (key): a classifier of type grok has no `row_tag` → it takes "
                "classification, pattern, custom_patterns",
            ],
        ),
        (
            "{type: json}",
            [" (key): a classifier of type json needs `json_path` → it takes json_path"],
        ),
        (
            "{type: csv, delimiter: ',', quote: ',', header: [a, a]}",
            [
                ".delimiter: `,` both separates and quotes → use different characters",
                ".header: a column is named twice → name each once",
            ],
        ),
    ],
)
def test_a_classifier_has_its_fields(classifier: str, problems: list[str]) -> None:
    lake = lake_of(f"classifiers: {{it: {classifier}}}")
    assert said(crawlers.classifiers_have_their_fields, lake) == [
        f"classifiers.it{problem}" for problem in problems
    ]
