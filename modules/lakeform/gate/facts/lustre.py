"""Whether the data of a Lustre file system is elsewhere, too."""

from __future__ import annotations

from lakeform.gate.judging import chosen
from lakeform.plan import Mark, Planned, Resource


def is_scratch(resource: Resource) -> bool | None:
    """Whether its storage isn't replicated; None where the type isn't known."""
    kind = chosen(resource, "deployment_type", default="SCRATCH_1")
    return None if isinstance(kind, Mark) else kind.startswith("SCRATCH")


def is_linked(plan: Planned, resource: Resource) -> bool:
    """Whether it is linked to S3, by an association or in the older way."""
    association = "aws_fsx_data_repository_association"
    linked = plan.pointing_to(resource, association, "file_system_id")
    return bool(linked) or bool(resource.get("import_path"))
