"""Which of moto's services answers a request.

moto's own dispatcher prints a line about a host that it doesn't know and then fails with an
AttributeError; here such a request is one for a service that moto hasn't got.
"""

from __future__ import annotations

from typing import Any

from moto.moto_server.werkzeug_app import DomainDispatcherApplication


class Dispatcher(DomainDispatcherApplication):
    """moto's dispatcher, with an unknown service told from a fault."""

    def get_backend_for_host(self, host: str | None) -> Any:
        backend = super().get_backend_for_host(host)
        if backend is None and host is not None:
            raise NotImplementedError(f"moto has no service at {host}")
        return backend
