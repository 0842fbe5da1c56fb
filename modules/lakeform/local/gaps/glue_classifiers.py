"""Glue classifiers: glue:CreateClassifier, GetClassifier, GetClassifiers, Update…, Delete…."""

from __future__ import annotations

import json
from typing import Any

from moto.glue.exceptions import AlreadyExistsException, EntityNotFoundException
from moto.glue.responses import GlueResponse

from lakeform.local.gaps.gap import Gap, add_calls, body_of, now_seconds, state_of

Json = dict[str, Any]

# AWS names a kind's request member and its answer differently: CreateGrokClassifierRequest aside,
# the members are these, in both.
_KINDS = ("GrokClassifier", "XMLClassifier", "JsonClassifier", "CsvClassifier")


def _classifiers(self: GlueResponse) -> dict[str, Json]:
    return state_of(self.glue_backend, dict, "classifiers")


def _given(self: GlueResponse) -> tuple[str, Json]:
    request = body_of(self)
    kind = next(kind for kind in _KINDS if kind in request)
    return kind, request[kind]


def _create_classifier(self: GlueResponse) -> str:
    kind, given = _given(self)
    if given["Name"] in _classifiers(self):
        raise AlreadyExistsException("Classifier")
    now = now_seconds()
    _classifiers(self)[given["Name"]] = {
        kind: {**given, "CreationTime": now, "LastUpdated": now, "Version": 1}
    }
    return "{}"


def _update_classifier(self: GlueResponse) -> str:
    kind, given = _given(self)
    kept = _existing(self, given["Name"]).get(kind, {})
    version = kept.get("Version", 0) + 1
    _classifiers(self)[given["Name"]] = {
        kind: {**kept, **given, "LastUpdated": now_seconds(), "Version": version}
    }
    return "{}"


def _get_classifier(self: GlueResponse) -> str:
    return json.dumps({"Classifier": _existing(self, body_of(self)["Name"])})


def _get_classifiers(self: GlueResponse) -> str:
    return json.dumps({"Classifiers": list(_classifiers(self).values())})


def _delete_classifier(self: GlueResponse) -> str:
    name = body_of(self)["Name"]
    _existing(self, name)
    del _classifiers(self)[name]
    return "{}"


def _existing(self: GlueResponse, name: str) -> Json:
    try:
        return _classifiers(self)[name]
    except KeyError:
        raise EntityNotFoundException(f"Classifier {name} not found.") from None


def apply() -> None:
    add_calls(
        GlueResponse,
        {
            "create_classifier": _create_classifier,
            "update_classifier": _update_classifier,
            "get_classifier": _get_classifier,
            "get_classifiers": _get_classifiers,
            "delete_classifier": _delete_classifier,
        },
    )


GAP = Gap(
    name="Glue classifiers",
    resources=("aws_glue_classifier",),
    missing=(
        "glue:CreateClassifier",
        "glue:UpdateClassifier",
        "glue:GetClassifier",
        "glue:GetClassifiers",
        "glue:DeleteClassifier",
    ),
    apply=apply,
)
