"""Terraform's own configuration: provider mirrors on disk, the provider cache, the user's file.

A provider is hundreds of megabytes, and a machine may have no way to the registry. So folders in
which providers usually lie are looked through first, and the network is used for what they don't
have. What the user has configured wins always.
"""

from __future__ import annotations

import glob
import os
import pwd
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from lakeform.errors import InputError
from lakeform.tools import Version, parse_version

DEFAULT_HOST = "registry.terraform.io"
MIRROR_VARIABLE = "LAKEFORM_PROVIDER_MIRROR"
"""Names the one mirror to use; `none` means the network."""

_USUAL_PREFIXES = ("/opt", "/usr/local/share", "/usr/local/lib", "/usr/share", "/usr/lib", "/srv")
_CONSTRAINT = re.compile(r"(>=|<=|!=|~>|>|<|=)?\s*v?(\d+(?:\.\d+){0,2})$")
_INSTALLATION = re.compile(r"^\s*provider_installation\s*\{", re.MULTILINE)
_COMPARE: Mapping[str, Callable[[Version, Version], bool]] = {
    ">=": lambda version, bound: version >= bound,
    "<=": lambda version, bound: version <= bound,
    "!=": lambda version, bound: version != bound,
    ">": lambda version, bound: version > bound,
    "<": lambda version, bound: version < bound,
    "=": lambda version, bound: version == bound,
}


@dataclass(frozen=True)
class CliConfig:
    """What Terraform's configuration file has to be.

    Attributes:
        text: of a file of ours that `TF_CLI_CONFIG_FILE` must name; None when Terraform finds what
            it needs by itself.
        mirrored: provider → the folder it comes from.
        ignored: the value of a `TF_CLI_CONFIG_FILE` that names no file, and must be unset.
        has_cache: the user has set a provider cache.
    """

    text: str | None
    mirrored: Mapping[str, Path]
    ignored: str | None
    has_cache: bool


def cli_config(
    required: Mapping[str, str], platform: str, environment: Mapping[str, str], directory: Path
) -> CliConfig:
    """Decide where providers come from.

    Args:
        required: provider address (`registry.terraform.io/hashicorp/aws`) → version constraint.
        platform: Terraform's word for this machine (`linux_amd64`).
        directory: where Terraform will run.

    Raises:
        InputError: `LAKEFORM_PROVIDER_MIRROR` names no mirror.
    """
    named = environment.get("TF_CLI_CONFIG_FILE") or environment.get("TERRAFORM_CONFIG")
    file = Path(named) if named else _home(environment) / ".terraformrc"
    user = _read(file)
    ignored = named if named and user is None else None
    if ignored is not None:
        user = _read(_home(environment) / ".terraformrc")
    has_cache = "TF_PLUGIN_CACHE_DIR" in environment or "plugin_cache_dir" in (user or "")

    ordered = environment.get(MIRROR_VARIABLE)
    has_installation = user is not None and _INSTALLATION.search(user) is not None
    if ordered == "none" or (has_installation and not ordered):
        return CliConfig(None, {}, ignored, has_cache)
    if ordered:
        folders = [Path(ordered).expanduser().resolve()]
        implied: set[Path] = set()
        if not any(folders[0].glob("*/*/*/*")):
            raise InputError(
                f"{MIRROR_VARIABLE} names {ordered!r}, which holds no providers",
                hint=f"name the folder that has {DEFAULT_HOST} in it, or `none` for the network",
            )
    else:
        implied = set(_implied_mirrors(environment, directory))
        folders = [*_implied_mirrors(environment, directory), *_usual_mirrors()]

    mirrored = {}
    for address, constraint in sorted(required.items()):
        for folder in folders:
            if any(allows(constraint, v) for v in _versions(folder / address, platform)):
                mirrored[address] = folder
                break
    if set(mirrored.values()) <= implied:
        return CliConfig(None, mirrored, ignored, has_cache)
    kept = None if has_installation else user
    return CliConfig(_text(kept, mirrored), mirrored, ignored, has_cache)


def allows(constraint: str, version: Version) -> bool:
    """Whether a Terraform version constraint allows a version. What can't be read allows none."""
    for part in filter(None, (part.strip() for part in constraint.split(","))):
        match = _CONSTRAINT.match(part)
        if match is None:
            return False
        operator, digits = match[1] or "=", [int(digit) for digit in match[2].split(".")]
        bound = _padded(digits)
        if operator == "~>":
            upper = _padded([*digits[:-2], digits[-2] + 1] if len(digits) > 1 else [digits[0] + 1])
            if not bound <= version < upper:
                return False
        elif not _COMPARE[operator](version, bound):
            return False
    return True


def _padded(digits: list[int]) -> Version:
    major, minor, patch = [*digits, 0, 0, 0][:3]
    return major, minor, patch


def _versions(provider: Path, platform: str) -> Iterator[Version]:
    """The versions that a mirror has of a provider, unpacked or zipped, for this platform."""
    for entry in sorted(provider.glob("*")):
        if entry.is_dir() and (entry / platform).is_dir():
            version = _release(entry.name)
        else:
            zipped = re.fullmatch(
                rf"terraform-provider-[^_]+_(.+)_{re.escape(platform)}\.zip", entry.name
            )
            version = None if zipped is None else _release(zipped[1])
        if version is not None:
            yield version


def _release(text: str) -> Version | None:
    """A version, but no pre-release, which a range never chooses."""
    return parse_version(text) if re.fullmatch(r"\d+\.\d+\.\d+", text) else None


def _implied_mirrors(environment: Mapping[str, str], directory: Path) -> list[Path]:
    """The folders that Terraform looks in by itself, in its documented order."""
    home = _home(environment)
    data_home = Path(environment.get("XDG_DATA_HOME") or home / ".local" / "share")
    data_dirs = environment.get("XDG_DATA_DIRS") or "/usr/local/share:/usr/share"
    return [
        directory / "terraform.d" / "plugins",
        home / ".terraform.d" / "plugins",
        home / "Library" / "Application Support" / "io.terraform" / "plugins",
        Path("/Library/Application Support/io.terraform/plugins"),
        data_home / "terraform" / "plugins",
        *(Path(folder) / "terraform" / "plugins" for folder in data_dirs.split(os.pathsep)),
    ]


def _usual_mirrors() -> list[Path]:
    """Folders one or two levels below the usual prefixes that are laid out as a mirror."""
    found: list[Path] = []
    for prefix in _USUAL_PREFIXES:
        for pattern in ("*", "*terraform*/*"):
            found += [
                Path(match).parent
                for match in sorted(glob.glob(f"{prefix}/{pattern}/{DEFAULT_HOST}"))
            ]
    return list(dict.fromkeys(found))


def _text(user: str | None, mirrored: Mapping[str, Path]) -> str:
    blocks = []
    for folder in dict.fromkeys(mirrored.values()):
        names = [address for address, where in mirrored.items() if where == folder]
        blocks.append(
            f"  filesystem_mirror {{\n    path    = {_quoted(str(folder))}\n"
            f"    include = [{', '.join(map(_quoted, names))}]\n  }}\n"
        )
    blocks.append(f"  direct {{\n    exclude = [{', '.join(map(_quoted, mirrored))}]\n  }}\n")
    own = f"provider_installation {{\n{''.join(blocks)}}}\n"
    return own if not user else f"{user.rstrip()}\n\n{own}"


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("${", "$${")
    return f'"{escaped}"'


def _home(environment: Mapping[str, str]) -> Path:
    return Path(environment.get("HOME") or pwd.getpwuid(os.getuid()).pw_dir)


def _read(file: Path) -> str | None:
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return None
