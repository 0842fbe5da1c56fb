"""S3 bucket configurations that are kept as the XML document that came, and given back as such.

Not a gap of its own: what several S3 gaps share. Terraform's provider reads back what it wrote and
compares; a document kept whole can't lose an argument. moto routes a bucket's sub-resources by hand
in three methods of `S3Response`; they are wrapped once, and ask the registry here first.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from moto.core.common_types import TYPE_RESPONSE
from moto.s3.exceptions import S3ClientError
from moto.s3.models import FakeBucket
from moto.s3.responses import S3Response

_DECLARATION = re.compile(rb"^\s*<\?xml[^>]*\?>\s*")


class MissingConfiguration(S3ClientError):
    """The error of reading or deleting a configuration that isn't there (404)."""

    def __init__(self, code: str) -> None:
        super().__init__(code, "The specified configuration does not exist.")


@dataclass(frozen=True)
class Stored:
    """One document, and the request headers that belong to it."""

    body: bytes
    headers: dict[str, str]


@dataclass(frozen=True)
class DocumentKind:
    """How one sub-resource behaves.

    `query` is its name in the query string; `listing` the root element of a list, for kinds of
    which a bucket has several, told apart by `id`; `missing` the error code of an absent one;
    `default` the document of a bucket that never had one; `headers` the request headers that a
    later GET returns, with their defaults; `check` may refuse a document.
    """

    query: str
    missing: str = "NoSuchConfiguration"
    listing: str | None = None
    default: bytes | None = None
    headers: dict[str, str] = field(default_factory=dict)
    check: Callable[[Exchange], None] | None = None


@dataclass(frozen=True)
class Exchange:
    """One request about one document."""

    response: S3Response
    kind: DocumentKind
    bucket: FakeBucket
    identifier: str

    @property
    def body(self) -> bytes:
        return bytes(self.response.raw_body)

    @property
    def documents(self) -> dict[tuple[str, str], Stored]:
        """The bucket's documents by kind and id; they go when the bucket goes."""
        documents: dict[tuple[str, str], Stored]
        documents = vars(self.bucket).setdefault("lakeform_documents", {})
        return documents


Handler = Callable[[Exchange], TYPE_RESPONSE]
_KINDS: list[DocumentKind] = []


def keep_document(kind: DocumentKind) -> None:
    """Let S3 keep this sub-resource of a bucket as a document from now on."""
    if not _KINDS:
        _wrap_router()
    _KINDS.append(kind)


def _wrap_router() -> None:
    handlers = {
        "_bucket_response_get": _get,
        "_bucket_response_put": _put,
        "_bucket_response_delete": _delete,
    }
    for name, handler in handlers.items():
        setattr(S3Response, name, _asking_first(handler, getattr(S3Response, name)))


def _asking_first(handler: Handler, original: Callable[..., Any]) -> Callable[..., Any]:
    def routed(self: S3Response, *args: Any) -> Any:
        *_, bucket_name, querystring = args
        for kind in _KINDS:
            if kind.query in querystring:
                bucket = self.backend.get_bucket(bucket_name)
                return handler(Exchange(self, kind, bucket, querystring.get("id", [""])[0]))
        return original(self, *args)

    return routed


def _get(exchange: Exchange) -> TYPE_RESPONSE:
    kind = exchange.kind
    if kind.listing and not exchange.identifier:
        return 200, {}, _listing(kind.listing.encode(), exchange)
    kept = exchange.documents.get((kind.query, exchange.identifier))
    if kept is not None:
        return 200, dict(kept.headers), kept.body
    if kind.default is not None:
        return 200, dict(kind.headers), kind.default
    raise MissingConfiguration(kind.missing)


def _listing(root: bytes, exchange: Exchange) -> bytes:
    query = exchange.kind.query
    bodies = [kept.body for (kind, _), kept in exchange.documents.items() if kind == query]
    members = b"".join(_DECLARATION.sub(b"", body) for body in bodies)
    return b"<%s>%s<IsTruncated>false</IsTruncated></%s>" % (root, members, root)


def _put(exchange: Exchange) -> TYPE_RESPONSE:
    kind, given = exchange.kind, exchange.response.headers
    if kind.check:
        kind.check(exchange)
    headers = {name: given.get(name, default) for name, default in kind.headers.items()}
    exchange.documents[kind.query, exchange.identifier] = Stored(exchange.body, headers)
    return 200, dict(headers), ""


def _delete(exchange: Exchange) -> TYPE_RESPONSE:
    kind = exchange.kind
    kept = exchange.documents.pop((kind.query, exchange.identifier), None)
    if kept is None and kind.listing:
        raise MissingConfiguration(kind.missing)
    return 204, {}, ""
