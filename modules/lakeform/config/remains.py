"""All faults of a lake that the model refuses, those that only rules find among them.

The data is mended until the model takes it: where a message says what was probably meant, that is
supposed; everything else that was refused is left out, and with it, where it can't be without, the
entry that it stands in. What the rules find in the rest is reported, unless it may be a consequence
of what was left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from lakeform.config.explain import Fault, explain
from lakeform.config.mending import Mending
from lakeform.config.model import Lake, LakeFile
from lakeform.config.rules import RULES, RULES_OF_NAMES, Rule

MAX_ROUNDS = 10
"""How often the data is mended: each time, an entry may fall with what it can't be without."""


def faults_of_refused(
    data: Mapping[str, Any], environment: str, directory: Path, rules: Sequence[Rule] = ()
) -> list[Fault]:
    """Why the model refuses the data, and what the rules say of the rest.

    Args:
        data: `lake.yaml` with one environment's overrides merged; it isn't changed.
        environment: the environment's name, empty where the file has none.
        directory: the folder of `lake.yaml`.
        rules: further rules, beside those of every lake.
    """
    mending = Mending(data, environment)
    found: list[Fault] = []
    for _ in range(MAX_ROUNDS):
        models: dict[int, type[BaseModel]] = {}
        refused = list(explain(LakeFile, mending.data, models))
        if not refused:
            file = LakeFile.model_validate(mending.data)
            known = mending.environment in file.environments
            name = mending.environment if known else next(iter(file.environments))
            lake = Lake.of(file, name, directory)
            return found + list(_faults_of_rules(lake, mending, rules))
        found += mending.mend(refused, models)
        if mending.is_blind:
            break
    return found


def _faults_of_rules(lake: Lake, mending: Mending, further: Sequence[Rule]) -> Iterator[Fault]:
    for rule in (*RULES, *further):
        alone = rule in RULES_OF_NAMES
        for found in rule(lake):
            fault = mending.placed(found)
            if not (mending.names_what_is_gone(fault) if alone else mending.may_follow(fault)):
                yield fault
