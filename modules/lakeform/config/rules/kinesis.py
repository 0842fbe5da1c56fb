"""Rules of `streams.kinesis`."""

from __future__ import annotations

from collections.abc import Iterator

from lakeform.config.explain import Fault
from lakeform.config.model import Lake


def streams_have_one_capacity(lake: Lake) -> Iterator[Fault]:
    """A stream on demand has no shards, a provisioned one has."""
    for name, stream in lake.streams.kinesis.items():
        where = ("streams", "kinesis", name)
        if stream.mode == "on_demand" and stream.shards is not None:
            yield Fault(
                (*where, "shards"),
                "a stream on demand has no shards of its own",
                "remove `shards`, or write `mode: provisioned`",
                at_key=True,
            )
        elif stream.mode == "provisioned" and stream.shards is None:
            yield Fault(
                (*where, "mode"),
                "a provisioned stream needs a number of shards",
                "add `shards: 2`, or write `mode: on_demand`",
            )
