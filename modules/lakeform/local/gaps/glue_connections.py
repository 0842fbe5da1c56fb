"""Glue connections: glue:UpdateConnection, DeleteConnection, and all of GetConnection.

moto answers with half of a connection (no match criteria, no physical requirements) and can neither
change nor delete one.
"""

from __future__ import annotations

from moto.core.responses import ActionResult
from moto.glue.exceptions import EntityNotFoundException
from moto.glue.models import FakeConnection
from moto.glue.responses import GlueResponse

from lakeform.local.gaps.gap import Gap, add_calls, replace


def _update_connection(self: GlueResponse) -> ActionResult:
    name = self._get_param("Name")
    existing = _existing(self, name)
    changed = {**self._get_param("ConnectionInput"), "Name": name}
    backend = self.glue_backend
    tags = backend.get_tags(existing.arn)
    connection = FakeConnection(backend, existing.catalog_id, changed, tags)
    connection.created_time = existing.created_time
    backend.connections[name] = connection
    return ActionResult({})


def _delete_connection(self: GlueResponse) -> ActionResult:
    name = self._get_param("ConnectionName")
    _existing(self, name)
    del self.glue_backend.connections[name]
    return ActionResult({})


def _existing(self: GlueResponse, name: str) -> FakeConnection:
    try:
        return self.glue_backend.connections[name]
    except KeyError:
        raise EntityNotFoundException(f"Connection {name} not found") from None


def apply() -> None:
    original = FakeConnection.as_dict

    def as_dict(self: FakeConnection, hide_password: bool = False) -> dict[str, object]:
        whole = {**self.connection_input, **original(self, hide_password)}
        whole.pop("Connection", None)  # moto nests the connection in itself
        return whole

    replace(FakeConnection, as_dict=as_dict)
    add_calls(
        GlueResponse,
        {"update_connection": _update_connection, "delete_connection": _delete_connection},
    )


GAP = Gap(
    name="Glue connections",
    resources=("aws_glue_connection",),
    missing=("glue:UpdateConnection", "glue:DeleteConnection"),
    corrected=("glue:GetConnection", "glue:GetConnections"),
    apply=apply,
)
