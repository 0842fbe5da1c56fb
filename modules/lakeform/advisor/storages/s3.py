"""S3, S3 read through the PyTorch connector, and S3 Express One Zone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from lakeform.advisor.facts import Facts
from lakeform.advisor.model import Machine, Reading
from lakeform.advisor.storages.option import Option, copy_to, home_source, home_usd
from lakeform.advisor.workload import GIB, MIB, DataSet


def options(data: DataSet, machine: Machine, facts: Facts) -> Iterator[Option]:  # noqa: ARG001
    """S3 through boto3: a request at a time and worker."""
    reading = Reading(
        open_ms=facts["s3.first_byte_ms"] + facts["s3.overhead_ms"],
        stream_mb_s=facts["s3.stream_mb_s"],
        requests_a_second=facts["s3.gets_a_second"],
    )
    yield _standard("s3", data, facts, reading)


def connector_options(
    data: DataSet,
    machine: Machine,  # noqa: ARG001
    facts: Facts,
) -> Iterator[Option]:
    """The same through the connector: less work a request, parallel parts of large objects."""
    parts = min(
        facts["s3_connector.parts_in_flight"],
        max(1.0, data.bytes / data.objects / (facts["s3_connector.part_mib"] * MIB)),
    )
    reading = Reading(
        open_ms=facts["s3.first_byte_ms"] + facts["s3_connector.overhead_ms"],
        stream_mb_s=facts["s3.stream_mb_s"] * parts,
        requests_a_second=facts["s3.gets_a_second"],
        requests_an_object=_parts(data, facts),
    )
    yield _standard("s3_connector", data, facts, reading)


def express_options(
    data: DataSet,
    machine: Machine,  # noqa: ARG001
    facts: Facts,
) -> Iterator[Option]:
    """A directory bucket in the clients' zone, which holds a copy; read through the connector."""
    reading = Reading(
        open_ms=facts["s3_express.first_byte_ms"] + facts["s3_connector.overhead_ms"],
        stream_mb_s=facts["s3_express.stream_mb_s"],
        requests_a_second=facts["s3_express.gets_a_second"],
        requests_an_object=_parts(data, facts),
    )
    size = data.bytes / GIB
    requests = data.objects / 1000
    yield Option(
        kind="s3_express",
        detail="",
        settings=None,
        reading=reading,
        first=reading,
        copying=copy_to(
            data,
            facts,
            write_ms=facts["s3_express.first_byte_ms"],
            writes_a_second=facts["s3_express.puts_a_second"],
            write_mb_s=float("inf"),
        ),
        storage_usd=home_usd(data, facts) + size * facts["s3_express.usd_gb_month"],
        usd_a_pass=requests * reading.requests_an_object * facts["s3_express.usd_1000_gets"]
        + size * facts["s3_express.usd_gb_read"],
        usd_to_fill=home_source(data, facts).usd
        + requests * facts["s3_express.usd_1000_puts"]
        + size * facts["s3_express.usd_gb_written"],
    )


def _standard(
    kind: Literal["s3", "s3_connector"], data: DataSet, facts: Facts, reading: Reading
) -> Option:
    at_home = data.home == "s3"
    requests = data.objects / 1000
    return Option(
        kind=kind,
        detail="",
        settings=None,
        reading=reading,
        first=reading,
        copying=None
        if at_home
        else copy_to(
            data,
            facts,
            write_ms=facts["s3.first_byte_ms"],
            writes_a_second=facts["s3.puts_a_second"],
            write_mb_s=float("inf"),
        ),
        storage_usd=home_usd(data, facts)
        + (0.0 if at_home else data.bytes / GIB * facts["s3.usd_gb_month"]),
        usd_a_pass=requests * reading.requests_an_object * facts["s3.usd_1000_gets"],
        usd_to_fill=0.0
        if at_home
        else home_source(data, facts).usd + requests * facts["s3.usd_1000_puts"],
    )


def _parts(data: DataSet, facts: Facts) -> float:
    """GET requests an object: one, or one a part."""
    return max(1.0, data.bytes / data.objects / (facts["s3_connector.part_mib"] * MIB))
