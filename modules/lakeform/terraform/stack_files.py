"""What lies in a stack's folder: the rendered `cdk.tf.json`, and the override that Terraform
merges.

What is rendered is deployed byte for byte, so nothing is ever added to it. To plan without an
account, or to apply to an embedded AWS, the stack is copied into a folder of its own and an
override file is put beside the copy. The folder that is deployed from never holds an override:
`cdktf deploy` would merge it.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from lakeform.errors import InputError, unwritable
from lakeform.terraform.mirror import DEFAULT_HOST

STACK_FILE = "cdk.tf.json"
OVERRIDE_FILE = "lakeform_override.tf.json"
_KEPT = (".terraform", ".terraform.lock.hcl", OVERRIDE_FILE)
IN_ITS_WAY = "remove or rename what is in its way"
_PLACEHOLDER = "lakeform-offline-placeholder"


def read_stack(directory: Path) -> dict[str, Any]:
    """The parsed `cdk.tf.json`. Raises `InputError` when there is none, or it isn't readable."""
    file = directory / STACK_FILE
    try:
        stack = json.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise InputError(
            f"{directory} has no {STACK_FILE}", hint="render it first: lakeform synth"
        ) from None
    except (OSError, ValueError) as error:
        raise InputError(f"{file} can't be read: {error}", hint="render it anew") from error
    if not isinstance(stack, dict):
        raise InputError(f"{file} holds no JSON object", hint="render it anew")
    return stack


def required_providers(stack: Mapping[str, Any]) -> dict[str, str]:
    """Provider address (`registry.terraform.io/hashicorp/aws`) → version constraint."""
    found: dict[str, str] = {}
    for settings in _blocks(stack.get("terraform")):
        for block in _blocks(settings.get("required_providers")):
            for name, wanted in block.items():
                if not isinstance(wanted, Mapping):
                    wanted = {"version": wanted}
                parts = str(wanted.get("source", name)).split("/")
                if len(parts) == 1:
                    parts = ["hashicorp", *parts]
                if len(parts) == 2:
                    parts = [DEFAULT_HOST, *parts]
                found["/".join(parts)] = str(wanted.get("version", ""))
    return found


def construct_paths(stack: Mapping[str, Any]) -> dict[str, str]:
    """Terraform address → path in the construct tree, from the metadata that CDKTF writes."""
    found: dict[str, str] = {}
    for section, prefix in (("resource", ""), ("data", "data.")):
        for kind, instances in _items(stack.get(section)):
            for name, body in _items(instances):
                metadata = _blocks(body)[0].get("//") if _blocks(body) else None
                path = metadata.get("metadata", {}).get("path") if metadata else None
                if path:
                    found[f"{prefix}{kind}.{name}"] = str(path)
    return found


def copy_stack(source: Path, target: Path) -> Path:
    """Make `target` the same as the stack folder `source`, and return it.

    Terraform's own state of `target` (`.terraform`, lock file, `*.tfstate`) and an override stay;
    other files that `source` doesn't have go.

    Raises:
        InputError: `source` has no stack, or `target` can't be written.
    """
    read_stack(source)
    try:
        _copy(source, target)
    except OSError as error:
        raise unwritable(target, error, IN_ITS_WAY) from error
    return target


def _copy(source: Path, target: Path) -> None:
    target.mkdir(parents=True, exist_ok=True)
    wanted = {entry.name for entry in source.iterdir() if not _is_own(entry.name)}
    for entry in target.iterdir():
        if entry.name not in wanted and not _is_own(entry.name):
            _remove(entry)
    for name in sorted(wanted):
        if (source / name).is_dir():
            _remove(target / name)
            shutil.copytree(source / name, target / name)
        else:
            write_file(target / name, (source / name).read_bytes())


def write_offline_override(
    directory: Path, *, state: str = "terraform.tfstate", ask_account: bool = False
) -> Path:
    """Put an override beside `cdk.tf.json` that needs no AWS account, and return its path.

    State is kept in a local file, credentials are placeholders, and the provider checks nothing
    against AWS. S3 is spoken to path-style, as an embedded AWS needs it; where that listens, the
    variable `AWS_ENDPOINT_URL` says.

    Args:
        state: the state file, relative to `directory`.
        ask_account: let the provider ask for the account's number, which an embedded AWS answers;
            without it, the ARNs that the provider composes have none.
    """
    stack = read_stack(directory)
    providers = []
    for block in _blocks(_mapping(stack.get("provider")).get("aws")):
        settings: dict[str, Any] = {
            "access_key": _PLACEHOLDER,
            "secret_key": _PLACEHOLDER,
            "skip_credentials_validation": True,
            "skip_metadata_api_check": "true",
            "skip_region_validation": True,
            "skip_requesting_account_id": not ask_account,
            "s3_use_path_style": True,
            "max_retries": 2,
        }
        if "alias" in block:
            settings["alias"] = block["alias"]
        for identity in ("profile", "shared_config_files", "shared_credentials_files", "token"):
            if identity in block:
                settings[identity] = None
        # A dynamic block without elements overrides the block: the provider then has none.
        for role in ("assume_role", "assume_role_with_web_identity"):
            if block.get(role):
                settings.setdefault("dynamic", {})[role] = {"for_each": [], "content": {}}
        for guard in ("allowed_account_ids", "forbidden_account_ids"):
            if guard in block:
                settings[guard] = None
        providers.append(settings)
    override: dict[str, Any] = {"terraform": {"backend": {"local": {"path": state}}}}
    if providers:
        override["provider"] = {"aws": providers}
    file = directory / OVERRIDE_FILE
    text = json.dumps(override, indent=2, sort_keys=True) + "\n"
    write_file(file, text.encode())
    return file


def offline_environment() -> dict[str, str | None]:
    """Variables for a run with the override, which none of the user's AWS settings may reach.

    All of them go: a profile, an endpoint of a service, a bundle of certificates that isn't there.
    What the run needs stands in `cdk.tf.json` and the override.
    """
    return {
        **dict.fromkeys(name for name in os.environ if name.startswith(("AWS_", "TF_AWS_"))),
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
        "AWS_EC2_METADATA_DISABLED": "true",
    }


def write_file(file: Path, content: bytes) -> None:
    """Write a file in one step; one that has this content already is left alone.

    Raises:
        InputError: it can't be written.
        ToolError: the disk is full, or faulty.
    """
    with contextlib.suppress(OSError):
        if file.read_bytes() == content:
            return
    try:
        _replace(file, content)
    except OSError as error:
        raise unwritable(file, error, IN_ITS_WAY) from error


def _replace(file: Path, content: bytes) -> None:
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
        os.replace(name, file)
    except BaseException:
        os.unlink(name)
        raise


def _is_own(name: str) -> bool:
    return name in _KEPT or ".tfstate" in name


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def _blocks(value: object) -> list[Mapping[str, Any]]:
    """A block of Terraform's JSON syntax may be one object or a list of them."""
    items = value if isinstance(value, list) else [value]
    return [item for item in items if isinstance(item, Mapping)]


def _items(value: object) -> Iterator[tuple[str, Any]]:
    yield from _mapping(value).items()


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}
