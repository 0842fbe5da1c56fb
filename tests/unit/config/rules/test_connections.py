"""Rules of connections: what each says, word for word."""

from __future__ import annotations

import pytest

from catalogs import lake_of, said
from lakeform.config.rules import connections

URL = "jdbc:postgresql://db:5432/x"


def test_a_connection_needs_a_network() -> None:
    lake = lake_of("connections: {erp: {type: network}}", around="storage:")
    assert said(connections.connections_start_in_the_network, lake) == [
        "connections.erp (key): the connection `erp` needs a network to start from → write the "
        "section `network`"
    ]


@pytest.mark.parametrize(
    ("around", "problem"),
    [
        (
            "network: {availability_zones: 2}",
            "the network has 2 availability zones, and the connection starts in number 3 → a "
            "number from 1 to 2",
        ),
        (
            "network: {availability_zones: [us-east-1a]}",
            "the network has 1 availability zone, and the connection starts in number 3 → a number "
            "from 1 to 1",
        ),
    ],
)
def test_a_connection_starts_in_a_zone_that_there_is(around: str, problem: str) -> None:
    lake = lake_of("connections: {erp: {type: network, availability_zone: 3}}", around=around)
    assert said(connections.connections_start_in_the_network, lake) == [
        f"connections.erp.availability_zone: {problem}"
    ]


@pytest.mark.parametrize(
    "connection",
    [
        "{type: network}",
        "{url: 'jdbc:mysql://db-1.internal:3306/shop', secret: shop}",
        f"{{url: '{URL}?sslmode=require', secret: shop/reader}}",
        "{url: 'jdbc:redshift://x.abc.us-east-1.redshift.amazonaws.com:5439/dev', secret: x}",
        "{url: 'jdbc:sqlserver://db:1433;databaseName=x;encrypt=true', secret: x}",
        "{url: 'jdbc:oracle:thin://@db:1521/service', secret: x}",
        "{url: 'jdbc:oracle:thin:@db:1521:SID', secret: x}",
        "{type: mongodb, url: 'mongodb://db:27017/x', secret: x}",
        "{type: mongodb, url: 'mongodb+srv://cluster.example/x', secret: x}",
        "{type: kafka, url: 'b-1.x:9094,b-2.x:9094'}",
        "{type: kafka, url: 'b:9096', secret: "
        "'arn:aws:secretsmanager:us-east-1:111111111111:secret:AmazonMSK_x-a1b2c3'}",
    ],
)
def test_what_a_connection_may_be(connection: str) -> None:
    lake = lake_of(f"connections: {{it: {connection}}}")
    assert said(connections.connections_have_addresses, lake) == []


@pytest.mark.parametrize(
    ("connection", "problems"),
    [
        (
            "{type: network, url: x, secret: y}",
            [
                ".secret (key): a connection of type network has no `secret` → remove it, or write "
                "the type of the other side",
                ".url (key): a connection of type network has no `url` → remove it, or write the "
                "type of the other side",
            ],
        ),
        (
            "{}",
            [
                " (key): a connection of type jdbc needs `secret` → the name of a Secrets Manager "
                "secret with `username` and `password`",
                " (key): a connection of type jdbc needs `url` → for example "
                "jdbc:postgresql://host:5432/database",
            ],
        ),
        (
            "{type: mongodb, secret: x}",
            [
                " (key): a connection of type mongodb needs `url` → for example "
                "mongodb://host:27017/database"
            ],
        ),
        (
            "{type: kafka, secret: x}",
            [
                ".secret: `x` isn't an ARN, and Kafka needs the secret's ARN → for example "
                "arn:aws:secretsmanager:us-east-1:111111111111:secret:AmazonMSK_x-a1b2c3",
                " (key): a connection of type kafka needs `url` → for example "
                "b-1.ledger.example:9094,b-2.ledger.example:9094",
            ],
        ),
        (
            "{url: 'postgresql://db:5432/x', secret: x}",
            [
                ".url: `postgresql://db:5432/x` isn't a JDBC URL of a database that Glue has a "
                "driver for → one of jdbc:mysql:, jdbc:oracle:, jdbc:postgresql:, jdbc:redshift:, "
                "jdbc:sqlserver:"
            ],
        ),
        (
            "{url: 'jdbc:db2://db:5432/x', secret: x}",
            [
                ".url: `jdbc:db2://db:5432/x` isn't a JDBC URL of a database that Glue has a "
                "driver for → one of jdbc:mysql:, jdbc:oracle:, jdbc:postgresql:, jdbc:redshift:, "
                "jdbc:sqlserver:"
            ],
        ),
        (
            "{url: 'jdbc:postgresql://db/x', secret: x}",
            [
                ".url: `jdbc:postgresql://db/x` isn't a JDBC URL of postgresql → for example "
                "jdbc:postgresql://host:5432/database"
            ],
        ),
        (
            "{url: 'jdbc:oracle://db:1521/x', secret: x}",
            [
                ".url: `jdbc:oracle://db:1521/x` isn't a JDBC URL of oracle → for example "
                "jdbc:oracle:thin://@host:1521/service"
            ],
        ),
        (
            "{url: 'jdbc:mysql://db:70000/x', secret: x}",
            [".url: 70000 isn't a port → a port is a number from 1 to 65535"],
        ),
        (
            "{type: kafka, url: 'b-1:9092, b-2, b-3:0'}",
            [
                ".url: ` b-2` isn't the address of a Kafka server → for example "
                "b-1.ledger.example:9094,b-2.ledger.example:9094",
                ".url: 0 isn't a port → a port is a number from 1 to 65535",
            ],
        ),
        (
            "{type: mongodb, url: 'mongodb://db/x', secret: x}",
            [
                ".url: `mongodb://db/x` isn't a MongoDB URL → for example "
                "mongodb://host:27017/database"
            ],
        ),
    ],
)
def test_what_a_connection_may_not_be(connection: str, problems: list[str]) -> None:
    lake = lake_of(f"connections: {{it: {connection}}}")
    assert said(connections.connections_have_addresses, lake) == [
        f"connections.it{problem}" for problem in problems
    ]


@pytest.mark.parametrize(
    "url",
    [
        "jdbc:postgresql://ann:hunter2@db:5432/x",
        "jdbc:postgresql://db:5432/x?user=ann&password=hunter2",
        "jdbc:sqlserver://db:1433;databaseName=x;password=hunter2",
        "jdbc:oracle:thin:ann/hunter2@db:1521/x",
        "mongodb://ann:hunter2@db:27017/x",
    ],
)
def test_an_address_with_a_password_is_refused_and_not_shown(url: str) -> None:
    kind = "mongodb" if url.startswith("mongodb") else "jdbc"
    lake = lake_of(f"connections: {{it: {{type: {kind}, url: '{url}', secret: x}}}}")
    assert said(connections.connections_have_addresses, lake) == [
        "connections.it.url: the address holds a user or a password → keep both in Secrets "
        "Manager, and name the secret in `secret`"
    ]
