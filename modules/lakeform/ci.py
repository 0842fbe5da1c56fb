"""Pipelines for a lake: review of a pull request, apply after approval, comparison at night."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from types import MappingProxyType

from lakeform.config import Lake, load
from lakeform.config.yaml_reader import read
from lakeform.render import render_bracketed

SYSTEMS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "github": {
            "lake-review.yml.j2": ".github/workflows/lake-review.yml",
            "lake-deploy.yml.j2": ".github/workflows/lake-deploy.yml",
            "lake-drift.yml.j2": ".github/workflows/lake-drift.yml",
        },
        "gitlab": {"gitlab-ci.yml.j2": ".gitlab-ci.yml"},
        "atlantis": {
            "atlantis.yaml.j2": "atlantis.yaml",
            "repos.yaml.j2": ".atlantis/repos.yaml",
        },
    }
)
"""System → template → the file that it becomes, from the project's folder."""

PYTHON = "3.12"
TERRAFORM = "1.11.4"
"""The Terraform that lakeform's own tests use."""
BRANCH = "main"

ACTIONS: Mapping[str, tuple[str, str, str]] = MappingProxyType(
    {
        "cache": ("actions/cache", "27d5ce7f107fe9357f9df03efb73ab90386fccae", "v5.0.5"),
        "checkout": ("actions/checkout", "3d3c42e5aac5ba805825da76410c181273ba90b1", "v7.0.1"),
        "configure_aws_credentials": (
            "aws-actions/configure-aws-credentials",
            "e6de054238d6b7531b4efff3b6587d9aade6a06c",
            "v6.2.3",
        ),
        "download_artifact": (
            "actions/download-artifact",
            "3e5f45b2cfb9172054b4087a40e8e0b5a5461e7c",
            "v8.0.1",
        ),
        "setup_python": (
            "actions/setup-python",
            "5fda3b95a4ea91299a34e894583c3862153e4b97",
            "v7.0.0",
        ),
        "setup_terraform": (
            "hashicorp/setup-terraform",
            "dfe3c3f87815947d99a8997f908cb6525fc44e9e",
            "v4.0.1",
        ),
        "upload_artifact": (
            "actions/upload-artifact",
            "bbbca2ddaa5d8feaa63e36b76fdaad77386f024f",
            "v7.0.0",
        ),
        "upload_sarif": (
            "github/codeql-action/upload-sarif",
            "8aad20d150bbac5944a9f9d289da16a4b0d87c1e",
            "v4.36.2",
        ),
    }
)
"""Name in the templates → action, commit, and the commit's tag (the actions' repositories, August
2026). A tag can be moved, a commit can't. Dependabot updates both."""


@dataclass(frozen=True)
class Place:
    """An environment as a pipeline sees it; `role` is what it becomes on AWS."""

    name: str
    account: str
    region: str
    role: str


def pipelines(lake_file: Path, system: str) -> dict[str, str]:
    """The pipelines' files, for the environments of a lake.

    Args:
        system: one of `SYSTEMS`.

    Returns:
        path from the project's folder → text.

    Raises:
        ConfigError: the lake has problems.
    """
    lakes = load(lake_file)
    places = [_place(lakes[name]) for name in read(lake_file).data["environments"]]
    lake = lakes[places[0].name].name
    values = {
        "actions": {
            name: f"{action}@{sha} # {tag}" for name, (action, sha, tag) in ACTIONS.items()
        },
        "branch": BRANCH,
        "lake": lake,
        "names": _flow(place.name for place in places),
        "places": places,
        "python": PYTHON,
        "terraform": TERRAFORM,
        "version": version("lakeform"),
        "wheel": wheel(),
        "workflows": _flow(f"{lake}-{place.name}" for place in places),
    }
    return {
        file: render_bracketed(f"ci/{system}/{template}", values)
        for template, file in SYSTEMS[system].items()
    }


def wheel() -> str:
    """Where the pipelines expect lakeform in the project: in the public index, a package of that
    name would be somebody else's."""
    return f"wheels/lakeform-{version('lakeform')}-py3-none-any.whl"


def _place(lake: Lake) -> Place:
    place = lake.environment
    return Place(lake.environment_name, place.account, place.region, lake.deploy_role)


def _flow(names: Iterable[str]) -> str:
    """Names as a YAML list on one line; those of environments need no quotes."""
    return f"[{', '.join(names)}]"
