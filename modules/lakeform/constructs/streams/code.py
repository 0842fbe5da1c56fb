"""The programs of Flink and Kafka Connect: objects of a zone, or what is uploaded."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from lakeform.aws.s3 import S3Object, S3ObjectOverrideProvider, S3ObjectOverrideProviderDefaultTags
from lakeform.config import Lake
from lakeform.config.streams.references import Code, FolderCode, StoredCode
from lakeform.constructs.encryption import ZoneKey
from lakeform.constructs.files import StackFiles, folder_content
from lakeform.constructs.storage import Storage
from lakeform.engine import Construct, TerraformResourceLifecycle
from lakeform.naming import logical_id
from lakeform.streaming.code import PROGRAMS


@dataclass(frozen=True)
class Program:
    """A program's place.

    Attributes:
        bucket_arn: as text.
        key: the object's key; of an uploaded file a reference, so that it's there first.
        known_key: the same as text, for policies.
        version: the object's version, where the file names one.
        encryption: the key of the bucket's objects.
    """

    bucket_arn: str
    key: str
    known_key: str
    version: str | None
    encryption: ZoneKey


def program(
    scope: Construct,
    kind: str,
    name: str,
    code: Code,
    lake: Lake,
    *,
    storage: Storage,
    files: StackFiles,
) -> Program:
    """Where a program lies; a file or folder of the user's is uploaded.

    Its digest is in its key: a changed program is another object, so a plan shows the change.

    Args:
        kind: `flink` or `connect`.
        name: of what runs it.
    """
    if isinstance(code, StoredCode):
        zone = storage.zones[code.zone]
        return Program(zone.arn, code.key, code.key, code.version, zone.encryption)
    assets = storage.assets
    if assets is None:
        raise ValueError("the lake has no bucket for programs")
    if isinstance(code, FolderCode):
        suffix = ".zip"
        content = folder_content(lake.directory / code.folder)
        file = files.archive(f"{kind}-{name}{suffix}", content)
    else:
        suffix = Path(code.file).suffix.lower()
        file = files.copy(f"{kind}-{name}{suffix}", lake.directory / code.file)
    key = f"{PROGRAMS}{kind}/{name}/{file.digest.hex()[:32]}{suffix}"
    assets.encryption.allow(lake.deploy_role, "decrypt", "encrypt")
    uploaded = S3Object(
        scope,
        f"{name}-code",
        logical_id=logical_id(kind, name),
        bucket=assets.id,
        key=key,
        source=file.path,
        server_side_encryption="aws:kms",
        kms_key_id=assets.encryption.arn,
        # An object has at most ten tags, fewer than a lake may have.
        override_provider=S3ObjectOverrideProvider(
            default_tags=S3ObjectOverrideProviderDefaultTags(tags={})
        ),
        depends_on=[assets.ready],
        lifecycle=TerraformResourceLifecycle(create_before_destroy=True),
    )
    return Program(assets.arn, uploaded.key, key, None, assets.encryption)
