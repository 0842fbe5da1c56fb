"""Rules of `catalog.connections`: addresses, secrets, and the network that they start from.

Source of the URLs: AWS Glue user guide, "AWS Glue connection properties".
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lakeform.config.base import quoted
from lakeform.config.catalog import Connection
from lakeform.config.explain import Fault
from lakeform.config.model import Lake
from lakeform.config.yaml_reader import KeyPath

_HOST = r"[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?"
_ADDRESS = _HOST + r":(?P<port>[0-9]{1,5})"

JDBC_URLS = {
    "mysql": (rf"jdbc:mysql://{_ADDRESS}/[^/\s]+", "jdbc:mysql://host:3306/database"),
    "oracle": (
        rf"jdbc:oracle:thin:(?://@|@//|@){_ADDRESS}[:/][^/\s]+",
        "jdbc:oracle:thin://@host:1521/service",
    ),
    "postgresql": (
        rf"jdbc:postgresql://{_ADDRESS}/[^/\s]+",
        "jdbc:postgresql://host:5432/database",
    ),
    "redshift": (rf"jdbc:redshift://{_ADDRESS}/[^/\s]+", "jdbc:redshift://host:5439/database"),
    "sqlserver": (
        rf"jdbc:sqlserver://{_ADDRESS}(?:;[^\s]+|/[^/\s]+)",
        "jdbc:sqlserver://host:1433;databaseName=database",
    ),
}
"""Database that Glue has a driver for → the form of its URL, and an example."""

_MONGODB = (
    rf"mongodb://{_ADDRESS}/[^/\s]+|mongodb\+srv://{_HOST}/[^/\s]+",
    "mongodb://host:27017/database",
)
_KAFKA_SERVER = re.compile(_ADDRESS)
_CREDENTIALS = re.compile(
    r"//[^/@\s]+:[^/@\s]*@|oracle:thin:[^@\s]+/[^@\s]+@|[?;&](?:user|password)=", re.IGNORECASE
)
_ARN = "arn:"


def connections_start_in_the_network(lake: Lake) -> Iterator[Fault]:
    """A connection needs a private subnet, of an availability zone that the network has."""
    for name, connection in lake.catalog.connections.items():
        path: KeyPath = ("catalog", "connections", name)
        if lake.network is None:
            yield Fault(
                path,
                f"the connection {quoted(name)} needs a network to start from",
                "write the section `network`",
                at_key=True,
            )
        elif connection.availability_zone > lake.network.zone_count():
            count = lake.network.zone_count()
            noun = "availability zone" if count == 1 else "availability zones"
            yield Fault(
                (*path, "availability_zone"),
                f"the network has {count} {noun}, and the connection starts in number "
                f"{connection.availability_zone}",
                f"a number from 1 to {count}",
            )


def connections_have_addresses(lake: Lake) -> Iterator[Fault]:
    """The address is of the connection's kind, and holds no password."""
    for name, connection in lake.catalog.connections.items():
        path: KeyPath = ("catalog", "connections", name)
        if connection.type == "network":
            for key in ("secret", "url"):
                if getattr(connection, key) is not None:
                    yield Fault(
                        (*path, key),
                        f"a connection of type network has no `{key}`",
                        "remove it, or write the type of the other side",
                        at_key=True,
                    )
            continue
        yield from _secret_faults(path, connection)
        if connection.url is None:
            yield Fault(
                path,
                f"a connection of type {connection.type} needs `url`",
                f"for example {_example(connection)}",
                at_key=True,
            )
        elif _CREDENTIALS.search(connection.url):
            # The message leaves out the URL: it would show the password.
            yield Fault(
                (*path, "url"),
                "the address holds a user or a password",
                "keep both in Secrets Manager, and name the secret in `secret`",
            )
        else:
            yield from _url_faults((*path, "url"), connection, connection.url)


def _secret_faults(path: KeyPath, connection: Connection) -> Iterator[Fault]:
    if connection.secret is None:
        if connection.type != "kafka":
            yield Fault(
                path,
                f"a connection of type {connection.type} needs `secret`",
                "the name of a Secrets Manager secret with `username` and `password`",
                at_key=True,
            )
    elif connection.type == "kafka" and not connection.secret.startswith(_ARN):
        yield Fault(
            (*path, "secret"),
            f"{quoted(connection.secret)} isn't an ARN, and Kafka needs the secret's ARN",
            "for example arn:aws:secretsmanager:us-east-1:111111111111:secret:AmazonMSK_x-a1b2c3",
        )


def _url_faults(path: KeyPath, connection: Connection, url: str) -> Iterator[Fault]:
    if connection.type == "kafka":
        for server in url.split(","):
            match = _KAFKA_SERVER.fullmatch(server.strip())
            if match is None:
                yield Fault(
                    path,
                    f"{quoted(server)} isn't the address of a Kafka server",
                    f"for example {_example(connection)}",
                )
            else:
                yield from _port_faults(path, match)
        return
    if connection.type == "mongodb":
        (form, example), noun = _MONGODB, "a MongoDB URL"
    else:
        kind = url.removeprefix("jdbc:").partition(":")[0]
        if not url.startswith("jdbc:") or kind not in JDBC_URLS:
            yield Fault(
                path,
                f"{quoted(url)} isn't a JDBC URL of a database that Glue has a driver for",
                f"one of {', '.join(f'jdbc:{known}:' for known in JDBC_URLS)}",
            )
            return
        (form, example), noun = JDBC_URLS[kind], f"a JDBC URL of {kind}"
    match = re.fullmatch(form, url)
    if match is None:
        yield Fault(path, f"{quoted(url)} isn't {noun}", f"for example {example}")
    else:
        yield from _port_faults(path, match)


def _port_faults(path: KeyPath, match: re.Match[str]) -> Iterator[Fault]:
    port = match["port"]
    if port is not None and not 1 <= int(port) <= 65535:
        yield Fault(path, f"{port} isn't a port", "a port is a number from 1 to 65535")


def _example(connection: Connection) -> str:
    if connection.type == "kafka":
        return "b-1.ledger.example:9094,b-2.ledger.example:9094"
    return _MONGODB[1] if connection.type == "mongodb" else JDBC_URLS["postgresql"][1]
