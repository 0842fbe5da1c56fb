"""Connections: Glue's way from the VPC to databases and Kafka clusters."""

from __future__ import annotations

from lakeform.aws.glue import GlueConnection, GlueConnectionPhysicalConnectionRequirements
from lakeform.config import Lake
from lakeform.config.catalog import Connection
from lakeform.constructs.network import Network
from lakeform.engine import Construct
from lakeform.naming import Names, logical_id


def make(scope: Construct, lake: Lake, names: Names, network: Network) -> dict[str, GlueConnection]:
    """Name → connection. Each starts in one private subnet, in the security group of Glue."""
    return {
        name: GlueConnection(
            scope,
            f"connection-{name}",
            logical_id=logical_id(name),
            name=names.name(name),
            catalog_id=names.account,
            description=connection.description,
            connection_type=connection.type.upper(),
            connection_properties=properties(connection) or None,
            physical_connection_requirements=_place(connection, network),
        )
        for name, connection in sorted(lake.catalog.connections.items())
    }


def properties(connection: Connection) -> dict[str, str]:
    """What Glue must know of the other side (AWS Glue API reference, "Connection")."""
    url = connection.url or ""
    secret = {} if connection.secret is None else {"SECRET_ID": connection.secret}
    tls = str(connection.tls).lower()
    match connection.type:
        case "jdbc":
            return {"JDBC_CONNECTION_URL": url, "JDBC_ENFORCE_SSL": tls, **secret}
        case "mongodb":
            return {"CONNECTION_URL": _with_tls(url) if connection.tls else url, **secret}
        case "kafka":
            return {
                "KAFKA_BOOTSTRAP_SERVERS": ",".join(part.strip() for part in url.split(",")),
                "KAFKA_SSL_ENABLED": tls,
                **_scram(connection.secret),
            }
        case "network":
            return {}


def _with_tls(url: str) -> str:
    """A MongoDB URL that asks for TLS; `mongodb+srv` always does."""
    if url.startswith("mongodb+srv:") or "tls=" in url or "ssl=" in url:
        return url
    return f"{url}{'&' if '?' in url else '?'}tls=true"


def _scram(secret: str | None) -> dict[str, str]:
    if secret is None:
        return {}
    return {"KAFKA_SASL_MECHANISM": "SCRAM-SHA-512", "KAFKA_SASL_SCRAM_SECRETS_ARN": secret}


def _place(
    connection: Connection, network: Network
) -> GlueConnectionPhysicalConnectionRequirements:
    if network.glue_security_group_id is None:
        raise ValueError("the network has no security group for Glue's connections")
    zone = connection.availability_zone - 1
    return GlueConnectionPhysicalConnectionRequirements(
        availability_zone=network.availability_zones[zone] if network.availability_zones else None,
        security_group_id_list=[network.glue_security_group_id],
        subnet_id=network.private_subnet_ids[zone],
    )
