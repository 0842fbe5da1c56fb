"""Resources by the thousand, such as the tables of a big catalogue.

A resource of its own is a construct in Node, and costs a millisecond. `Many` is one construct for
any number of resources; each costs what its values cost. In exchange they have no construct that
others could refer to or override: `add` returns the address, which `depends_on` takes.
"""

from __future__ import annotations

import functools
import inspect
import re
from collections.abc import Callable, Mapping
from typing import Concatenate, ParamSpec, cast

from lakeform.aws.arguments import Json, accept, did_you_mean, to_json
from lakeform.aws.base import Resource, address_of
from lakeform.engine import (
    App,
    Construct,
    TerraformElement,
    TerraformResourceLifecycle,
    jsii_member,
)

P = ParamSpec("P")

_NAME = re.compile(r"[\w-]+", re.ASCII)
_LIFECYCLE = ("create_before_destroy", "ignore_changes", "prevent_destroy")


class Many(TerraformElement):
    """Any number of resources, of any types, as one construct."""

    def __init__(self, scope: Construct, id: str) -> None:
        super().__init__(scope, id)
        self._written: dict[str, dict[str, Json]] = {}
        # HCL is written construct by construct.
        self._one_by_one = App.of(self).hcl_output

    def add(
        self,
        cls: Callable[Concatenate[Construct, str, P], Resource],
        name: str,
        /,
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> str:
        """Add a resource: `tables.add(GlueCatalogTable, "sales_orders", name="orders", …)`.

        Args:
            cls: the class of the resource.
            name: of the resource in Terraform, behind the name of this construct.
            kwargs: what the class takes; of the meta-arguments, `depends_on` and `lifecycle`.

        Returns:
            the address of the resource.

        Raises:
            TypeError: as the class itself would raise it.
            ValueError: the name isn't one for Terraform, or has been used.
        """
        made = cast("type[Resource]", cls)
        if not _NAME.fullmatch(name):
            raise ValueError(
                f"{name!r} can't be part of a Terraform name: letters, digits, _ and -"
            )
        logical = f"{self._prefix}_{name}"
        of_type = self._written.setdefault(made._type, {})
        if logical in of_type:
            raise ValueError(f"{made._type}.{logical} is there already")
        of_type[logical] = _written(made, {**kwargs})
        of_type[logical]["//"] = {"metadata": {"path": f"{self._path}/{name}", "uniqueId": logical}}
        if self._one_by_one:
            cls(self, name, *args, **kwargs).override_logical_id(logical)
        return f"{made._type}.{logical}"

    @functools.cached_property
    def _prefix(self) -> str:
        return self.friendly_unique_id

    @functools.cached_property
    def _path(self) -> str:
        return self.node.path

    @jsii_member(jsii_name="toTerraform")
    def to_terraform(self) -> Json:
        return {"resource": self._written} if self._written and not self._one_by_one else {}

    @jsii_member(jsii_name="toHclTerraform")
    def to_hcl_terraform(self) -> Json:
        if self._written and not self._one_by_one:
            raise NotImplementedError("HCL needs an App that was made with hcl_output=True")
        return {}


@functools.cache
def _signature(cls: type[Resource]) -> inspect.Signature:
    return inspect.signature(cls.__init__)


def _written(cls: type[Resource], given: Mapping[str, object]) -> Json:
    """What the class would write for these arguments."""
    bound = _signature(cls).bind(None, None, "", **given).arguments
    meta = cast("dict[str, object]", bound.pop("meta", {}))
    unknown = sorted(set(meta) - {"depends_on", "lifecycle"})
    if unknown:
        raise TypeError(
            f"{cls.__name__}() got an unexpected keyword argument {unknown[0]!r}"
            + did_you_mean(unknown[0], [*cls._arguments, "depends_on", "lifecycle"])
        )
    values = accept(cls, cls._arguments, {name: bound.get(name) for name in cls._arguments})
    written = to_json(cls._arguments, values)
    depends_on = meta.get("depends_on")
    if depends_on is not None:
        written["depends_on"] = [address_of(cls, item) for item in cast("list[object]", depends_on)]
    lifecycle = meta.get("lifecycle")
    if lifecycle is not None:
        written["lifecycle"] = _lifecycle(cls, lifecycle)
    return written


def _lifecycle(cls: type[Resource], lifecycle: object) -> Json:
    if not isinstance(lifecycle, TerraformResourceLifecycle):
        raise TypeError(f"{cls.__name__}: lifecycle takes a TerraformResourceLifecycle")
    if lifecycle.replace_triggered_by or lifecycle.precondition or lifecycle.postcondition:
        raise TypeError(f"{cls.__name__}: one of many takes only {', '.join(_LIFECYCLE)}")
    settings = {name: getattr(lifecycle, name) for name in _LIFECYCLE}
    return {name: value for name, value in settings.items() if value is not None}
