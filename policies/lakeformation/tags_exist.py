from __future__ import annotations

from collections.abc import Iterator, Mapping

from lakeform.gate import PASSED, Case, Policy, Severity, Verdict, controls, failed, unknown
from lakeform.gate.facts.values import blocks, is_known, name, once
from lakeform.plan import Resource


class TagsExist(Policy):
    """Every LF-tag that is put on something or granted by is defined, with that value.

    A value that isn't defined stops the apply half-way, or leaves a grant that matches nothing.
    Where the plan doesn't define the key at all, another configuration may: "unknown".
    """

    id = "LAKE_LF_18"
    title = "LF-tags in use are defined"
    severity = Severity.LOW
    types = (
        "aws_lakeformation_permissions",
        "aws_lakeformation_resource_lf_tag",
        "aws_lakeformation_resource_lf_tags",
    )
    controls = controls.INVENTORY
    fix = "governance: {tags: {KEY: [VALUE]}}"

    def judge(self, resource: Resource, case: Case) -> Verdict:
        defined = _defined(case)
        missing = ""
        for key, value in self._used(resource):
            if key is None or value is None:
                missing = "an LF-tag of it is known only after apply"
            elif key not in defined:
                missing = f"the plan doesn't define the LF-tag {key}"
            elif None in defined[key]:
                missing = f"the values of the LF-tag {key} are known only after apply"
            elif value not in defined[key]:
                return failed(f"the LF-tag {key} has no value {value}")
        return unknown(missing) if missing else PASSED

    @staticmethod
    def _used(resource: Resource) -> Iterator[tuple[str | None, str | None]]:
        if resource.type != "aws_lakeformation_permissions":
            for tag in blocks(resource, "lf_tag"):
                yield name(tag.get("key")), name(tag.get("value"))
            return
        terms = resource.block("lf_tag_policy").get("expression") or ()
        for term in [*terms, *blocks(resource, "lf_tag")]:
            values = term.get("values") if isinstance(term, Mapping) else None
            for value in values if isinstance(values, list) else [None]:
                yield name(term.get("key") if isinstance(term, Mapping) else None), name(value)


@once
def _defined(case: Case) -> Mapping[str, frozenset[str | None]]:
    found: dict[str, frozenset[str | None]] = {}
    for tag in case.plan.of_type("aws_lakeformation_lf_tag"):
        key, values = name(tag.get("key")), tag.get("values")
        if key is not None:
            found[key] = frozenset(values) if is_known(values) else frozenset({None})
    return found
