"""Glue data quality rulesets: glue:Create…, Get…, Update…, Delete…, ListDataQualityRuleset(s).

Rulesets are kept, not run: the embedded AWS evaluates no data.
"""

from __future__ import annotations

import json
from typing import Any

from moto.glue.exceptions import AlreadyExistsException, EntityNotFoundException
from moto.glue.responses import GlueResponse

from lakeform.local.gaps.gap import Gap, add_calls, body_of, now_seconds, state_of

Json = dict[str, Any]

_KEPT = ("Name", "Description", "Ruleset", "TargetTable", "DataQualitySecurityConfiguration")


def _rulesets(self: GlueResponse) -> dict[str, Json]:
    return state_of(self.glue_backend, dict, "data_quality_rulesets")


def _create_data_quality_ruleset(self: GlueResponse) -> str:
    request = body_of(self)
    name = request["Name"]
    if name in _rulesets(self):
        raise AlreadyExistsException("Data quality ruleset")
    if target := request.get("TargetTable"):
        self.glue_backend.get_table(target["DatabaseName"], target["TableName"])
    now = now_seconds()
    kept = {field: request[field] for field in _KEPT if field in request}
    _rulesets(self)[name] = {**kept, "CreatedOn": now, "LastModifiedOn": now}
    self.glue_backend.tag_resource(_arn(self, name), request.get("Tags"))
    return json.dumps({"Name": name})


def _get_data_quality_ruleset(self: GlueResponse) -> str:
    return json.dumps(_existing(self))


def _update_data_quality_ruleset(self: GlueResponse) -> str:
    kept = _existing(self)
    request = body_of(self)
    kept |= {field: request[field] for field in ("Description", "Ruleset") if field in request}
    kept["LastModifiedOn"] = now_seconds()
    return json.dumps({field: kept[field] for field in _KEPT if field in kept})


def _delete_data_quality_ruleset(self: GlueResponse) -> str:
    name = _existing(self)["Name"]
    del _rulesets(self)[name]
    tags = self.glue_backend.get_tags(_arn(self, name))
    self.glue_backend.untag_resource(_arn(self, name), list(tags))
    return "{}"


def _list_data_quality_rulesets(self: GlueResponse) -> str:
    return json.dumps({"Rulesets": list(_rulesets(self).values())})


def _existing(self: GlueResponse) -> Json:
    name = body_of(self)["Name"]
    try:
        return _rulesets(self)[name]
    except KeyError:
        raise EntityNotFoundException(f"Data quality ruleset {name} not found.") from None


def _arn(self: GlueResponse, name: str) -> str:
    account = self.current_account
    return f"arn:{self.partition}:glue:{self.region}:{account}:dataQualityRuleset/{name}"


def apply() -> None:
    add_calls(
        GlueResponse,
        {
            "create_data_quality_ruleset": _create_data_quality_ruleset,
            "get_data_quality_ruleset": _get_data_quality_ruleset,
            "update_data_quality_ruleset": _update_data_quality_ruleset,
            "delete_data_quality_ruleset": _delete_data_quality_ruleset,
            "list_data_quality_rulesets": _list_data_quality_rulesets,
        },
    )


GAP = Gap(
    name="Glue data quality rulesets",
    resources=("aws_glue_data_quality_ruleset",),
    missing=(
        "glue:CreateDataQualityRuleset",
        "glue:GetDataQualityRuleset",
        "glue:UpdateDataQualityRuleset",
        "glue:DeleteDataQualityRuleset",
        "glue:ListDataQualityRulesets",
    ),
    apply=apply,
)
