"""Which ports the connections of the catalogue go to: a pure function of their URLs."""

from __future__ import annotations

import re
from collections.abc import Iterable

from lakeform.config.catalog import Connection

MONGODB = 27017
"""Where a `mongodb+srv` address leads, which is looked up in the DNS and names no port."""

_PORT = re.compile(r":([0-9]{1,5})(?![0-9@.\w-])")


def database_ports(connections: Iterable[Connection]) -> set[int]:
    """The TCP ports that the connections' addresses name."""
    ports = set()
    for connection in connections:
        address = connection.url or ""
        if address.startswith("mongodb+srv:"):
            ports.add(MONGODB)
        ports.update(int(port) for port in _PORT.findall(address))
    return {port for port in ports if 0 < port < 65536}
