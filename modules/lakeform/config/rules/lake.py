"""Rules of the lake as a whole: tags, state, environments."""

from __future__ import annotations

from collections.abc import Iterator

from lakeform.config.base import quoted
from lakeform.config.explain import Fault
from lakeform.config.model import RESERVED_TAGS, Lake
from lakeform.config.schema_files.columns import SchemaFileError
from lakeform.config.schema_files.files import locate_folder


def tags_are_not_reserved(lake: Lake) -> Iterator[Fault]:
    """lakeform's own tags can't be replaced; IAM compares keys without case, so neither do we."""
    seen: dict[str, str] = {}
    for key in lake.tags:
        folded = key.lower()
        if folded in RESERVED_TAGS:
            yield Fault(
                ("tags", key),
                f"the tag {quoted(key)} is written by lakeform itself",
                "choose another key; `owner` and `name` are set at the top of the file",
                at_key=True,
            )
        elif folded.startswith("aws:"):
            yield Fault(
                ("tags", key),
                f"the tag {quoted(key)} starts with `aws:`, which AWS keeps for itself",
                "choose another key",
                at_key=True,
            )
        elif folded in seen:
            yield Fault(
                ("tags", key),
                f"the tags {quoted(seen[folded])} and {quoted(key)} differ in case only, and IAM "
                "takes them for one",
                "keep one of them",
                at_key=True,
            )
        seen.setdefault(folded, key)
    if len(lake.tags) > 40:
        yield Fault(
            ("tags",),
            f"{len(lake.tags)} tags: AWS allows 50 on a resource, and lakeform adds its own",
            "keep at most 40",
            at_key=True,
        )


def state_has_its_bucket(lake: Lake) -> Iterator[Fault]:
    """The bucket and the backend name each other."""
    if lake.state.backend == "s3" and lake.state.bucket is None:
        yield Fault(
            ("state", "backend"),
            "the backend `s3` needs a bucket",
            "add `bucket: NAME` of a bucket that exists, with versioning on",
        )
    if lake.state.backend == "local" and lake.state.bucket is not None:
        yield Fault(
            ("state", "bucket"),
            "a bucket is named, but the backend is `local`",
            "write `backend: s3`, or remove the bucket",
            at_key=True,
        )


def overrides_are_of_the_lake(lake: Lake) -> Iterator[Fault]:
    """An environment can't override the environments."""
    for key in ("environments", "name"):
        if key in lake.environment.overrides:
            yield Fault(
                ("environments", lake.environment_name, "overrides", key),
                f"`{key}` can't be overridden",
                "the name is the lake's identity in all environments"
                if key == "name"
                else "write the environment's values beside `overrides`",
                at_key=True,
            )


def policies_are_in_the_project(lake: Lake) -> Iterator[Fault]:
    """Policies are code that runs: whoever reviews the project has to see them."""
    if lake.policy.folder is not None:
        try:
            locate_folder(lake.directory, lake.policy.folder)
        except SchemaFileError as error:
            yield Fault(("policy", "folder"), error.message, error.hint)
