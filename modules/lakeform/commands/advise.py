"""`lakeform advise`: where the data sets of `training` load from best."""

from __future__ import annotations

import json
from pathlib import Path

from lakeform.advisor import DEFAULT, load_facts
from lakeform.advisor.provision import advise
from lakeform.advisor.report import text, to_json
from lakeform.config import load
from lakeform.errors import InputError


def run(
    config: Path,
    environment: str | None,
    facts: Path | None,
    format: str,
    *,
    with_figures: bool = False,
) -> None:
    """Print the advice for every environment, or one.

    Args:
        facts: an own file of figures; None takes those that lakeform brings along.
        with_figures: whether the text has every figure, with its source.

    Raises:
        InputError: there is no data set to advise on, or the facts can't be used.
    """
    figures = load_facts(DEFAULT if facts is None else facts)
    lakes = load(config, environment)
    advised = {name: advise(lake, figures) for name, lake in lakes.items() if lake.training}
    if not advised:
        raise InputError(
            f"{config} describes no training data",
            hint="add a data set below `training`: its zone, files, mean_file_kib, epochs, …",
        )
    if format == "json":
        print(json.dumps({name: to_json(each) for name, each in advised.items()}, indent=2))
        return
    seen: list[object] = []
    for name, recommendations in advised.items():
        sections = lakes[name].training.items()
        pinned = {data: section.storage for data, section in sections if section.storage != "auto"}
        told = (recommendations, pinned)
        if told in seen:  # most lakes train on the same data in every environment
            continue
        seen.append(told)
        if len(advised) > 1:
            print(f"== {name} ==\n")
        print(text(recommendations, pinned, with_figures=with_figures), end="")
