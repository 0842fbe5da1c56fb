"""Schema registries: glue:UpdateRegistry, and the tags that CreateRegistry was given.

moto can't change a registry, and keeps the tags of its creation where GetTags doesn't look, so
Terraform adds them a second time.
"""

from __future__ import annotations

from typing import Any

from moto.core.responses import ActionResult
from moto.glue.glue_schema_registry_utils import validate_registry_id
from moto.glue.models import FakeRegistry
from moto.glue.responses import GlueResponse

from lakeform.local.gaps.gap import Gap, add_calls, body_of


def _update_registry(self: GlueResponse) -> ActionResult:
    request = body_of(self)
    registries = self.glue_backend.registries
    registry: FakeRegistry = registries[validate_registry_id(request["RegistryId"], registries)]
    registry.description = request.get("Description")
    return ActionResult({"RegistryName": registry.name, "RegistryArn": registry.registry_arn})


def apply() -> None:
    create = GlueResponse.create_registry
    delete = GlueResponse.delete_registry

    def create_registry(self: GlueResponse) -> Any:
        answer = create(self)
        request = body_of(self)
        registry = self.glue_backend.registries[request["RegistryName"]]
        self.glue_backend.tag_resource(registry.registry_arn, request.get("Tags"))
        return answer

    def delete_registry(self: GlueResponse) -> Any:
        registries = self.glue_backend.registries
        registry = registries[validate_registry_id(body_of(self)["RegistryId"], registries)]
        self.glue_backend.tagger.delete_all_tags_for_resource(registry.registry_arn)
        return delete(self)

    add_calls(
        GlueResponse,
        {
            "create_registry": create_registry,
            "update_registry": _update_registry,
            "delete_registry": delete_registry,
        },
    )


GAP = Gap(
    name="Glue schema registries",
    resources=("aws_glue_registry",),
    missing=("glue:UpdateRegistry",),
    corrected=("glue:CreateRegistry", "glue:DeleteRegistry"),
    apply=apply,
)
