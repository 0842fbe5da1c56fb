"""The storages, one module each: how a data set is read from it, and what that costs.

A module has one function, `options`, that yields the configurations worth comparing; `STORAGES`
lists them in the order that breaks ties.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from lakeform.advisor.facts import Facts
from lakeform.advisor.model import Machine
from lakeform.advisor.storages import ebs, efs, lustre, s3
from lakeform.advisor.storages.option import Kind, Option
from lakeform.advisor.workload import DataSet

__all__ = ["STORAGES", "Kind", "Option"]

STORAGES: tuple[Callable[[DataSet, Machine, Facts], Iterator[Option]], ...] = (
    s3.options,
    s3.connector_options,
    s3.express_options,
    efs.options,
    ebs.options,
    lustre.options,
)
