"""What a job's role must be allowed, and the grants that come of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from etl import CSV, job, lake_of
from lakeform.access import compile
from lakeform.config.governance import DatabaseGrant, LocationGrant, TableGrant
from lakeform.jobs import Needs, TableNeed, needs
from lakeform.jobs.principals import job_principals

WORK = ("curated", "_etl/j/")
BAD = ("curated", "_quarantine/j/")
ORDERS = ("curated", "sales/orders/")


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            CSV,
            Needs(
                tables=(TableNeed("sales.orders", True),),
                locations=("curated",),
                reads=(("raw", "in/"),),
                writes=(WORK, BAD, ORDERS),
            ),
        ),
        (
            "{template: csv_to_table, source: {zone: raw, prefix: in/}, options: {mode: append,"
            " quarantine: {prefix: bad/}}, target: {zone: curated, prefix: out/}}",
            Needs(
                reads=(("raw", "in/"),),
                writes=(WORK, ("curated", "bad/"), ("curated", "out/")),
            ),
        ),
        (
            "{template: merge_into_iceberg, source: {table: sales.customers}, target: sales.orders,"
            " options: {keys: [order_id]}}",
            Needs(
                tables=(TableNeed("sales.customers", False), TableNeed("sales.orders", True)),
                locations=("curated",),
                reads=(("curated", "sales/customers/"),),
                writes=(WORK, BAD, ORDERS),
            ),
        ),
        (
            "{template: compact_small_files, source: {table: sales.customers}}",
            Needs(
                tables=(TableNeed("sales.customers", True),),
                locations=("curated",),
                writes=(WORK, ("curated", "sales/customers/")),
            ),
        ),
        (
            "{template: jdbc_snapshot, source: {connection: erp, relation: a}, connections: [bus],"
            " target: sales.orders}",
            Needs(
                tables=(TableNeed("sales.orders", True),),
                locations=("curated",),
                writes=(WORK, BAD, ORDERS),
                connections=("bus", "erp"),
                secrets=("erp/login",),
            ),
        ),
        (
            "{type: spark_streaming, template: stream_to_table, source: {kinesis: c},"
            " target: sales.orders}",
            Needs(
                tables=(TableNeed("sales.orders", True),),
                locations=("curated",),
                writes=(WORK, BAD, ORDERS),
                streams=("c",),
            ),
        ),
        (
            "{type: spark_streaming, template: stream_to_table, source: {kafka: k, topic: t},"
            " target: sales.orders, connections: [bus]}",
            Needs(
                tables=(TableNeed("sales.orders", True),),
                locations=("curated",),
                writes=(WORK, BAD, ORDERS),
                connections=("bus",),
                topics=(("k", "t"),),
            ),
        ),
        ("{type: python_shell, script: j.py}", Needs()),
        (
            "{script: j.py, reads: [web.clicks], writes: [sales.orders]}",
            Needs(
                tables=(TableNeed("sales.orders", True), TableNeed("web.clicks", False)),
                locations=("curated",),
                reads=(("raw", "web/clicks/"),),
                writes=(WORK, ORDERS),
            ),
        ),
    ],
)
def test_needs(text: str, wanted: Needs, tmp_path: Path) -> None:
    (tmp_path / "j.py").write_text("")
    assert needs(lake_of(job(text), directory=tmp_path), "j") == wanted


def test_a_job_is_granted_what_it_needs_and_no_more() -> None:
    (found,) = job_principals(lake_of(job(CSV)))
    assert found.name == ("job", "j")
    assert found.arn == "arn:aws:iam::111111111111:role/acme-dev-job-j"
    assert found.grants == (
        LocationGrant(location="curated"),
        DatabaseGrant(database="sales", permissions=("DESCRIBE",)),
        TableGrant(
            table="sales.orders", permissions=("ALTER", "DELETE", "DESCRIBE", "INSERT", "SELECT")
        ),
    )


def test_a_checked_table_has_a_job_that_may_read_it() -> None:
    lake = lake_of("{workflows: {w: {steps: [{quality: sales.orders}]}}}")
    (found,) = job_principals(lake)
    assert found.name == ("job", "quality-sales-orders")
    assert found.grants == (
        DatabaseGrant(database="sales", permissions=("DESCRIBE",)),
        TableGrant(table="sales.orders", permissions=("DESCRIBE", "SELECT")),
    )


def test_the_grants_are_compiled_like_those_of_a_persona() -> None:
    plan = compile(lake_of(job(CSV)))
    role = "arn:aws:iam::111111111111:role/acme-dev-job-j"
    mine = [grant for grant in plan.grants if grant.principal.identifier == role]
    assert [(str(grant.target), grant.permissions) for grant in mine] == [
        ("zone curated", ("DATA_LOCATION_ACCESS",)),
        ("sales", ("DESCRIBE",)),
        ("sales.orders", ("ALTER", "DELETE", "DESCRIBE", "INSERT", "SELECT")),
    ]
