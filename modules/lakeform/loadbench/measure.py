"""Measure every target, layout and number of workers; go on where a former run was interrupted."""

from __future__ import annotations

import os
import platform
import random
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from lakeform.errors import InputError
from lakeform.loadbench.results import (
    Case,
    Measurement,
    Options,
    Results,
    Temperature,
    load,
    save,
)
from lakeform.loadbench.samples import Layout, layouts, need_pillow
from lakeform.loadbench.targets import Item, Target, existing_items, target
from lakeform.loadbench.workers import Pass, Task, read_twice

Progress = Callable[[str], None]


def run(
    targets: Sequence[str],
    options: Options,
    folder: Path,
    *,
    fresh: bool = False,
    progress: Progress = lambda line: print(line, file=sys.stderr),
) -> Results:
    """Measure, and save `bench-load.json` in `folder` after every case.

    Args:
        targets: what to measure, as the user names it.
        fresh: forget what a former run left in `folder`.
        progress: gets a line for each case.

    Raises:
        InputError: a target can't be measured, or a former run had other options.
        ToolError: reading failed.
    """
    _check(targets, options)
    former = None if fresh else load(folder, options)
    results = Results(options, machine()) if former is None else former
    if former is not None:
        progress(f"going on after {len(former.measurements) // 2} cases that are measured already")
    places = {name: target(name) for name in targets}
    found = {name: layouts(existing_items(place)) for name, place in places.items()}
    for name, place in places.items():
        for layout, items in found[name].items():
            for workers in options.workers:
                case = Case(name, layout, workers)
                if results.done(case):
                    continue
                results = results.with_(*_measure(case, place, items, options))
                save(results, folder)
                progress(_line(results))
    return results


def _check(targets: Sequence[str], options: Options) -> None:
    if not targets:
        raise InputError("there is nothing to measure", hint="name s3://BUCKET/PREFIX or a folder")
    if len(set(targets)) < len(targets):
        raise InputError("a target is named twice", hint="name each once")
    if not options.workers or min(options.workers) < 1:
        raise InputError("there must be at least one worker", hint="for example --workers 1,8")
    if len(set(options.workers)) < len(options.workers):
        raise InputError("a number of workers is named twice", hint="name each once")
    if options.samples < 1 or not options.seconds > 0:
        raise InputError("samples and seconds must be above 0")
    if options.decode:
        need_pillow("decoding images")


def machine() -> dict[str, str]:
    """What the figures depend on besides the targets."""
    return {
        "cpus": str(os.cpu_count()),
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.release()} {platform.machine()}",
    }


def _measure(
    case: Case, place: Target, items: list[Item], options: Options
) -> tuple[Measurement, Measurement]:
    """A cold and a warm pass over the same items."""
    chosen = _choose(items, case.layout, options)
    busy = min(case.workers, len(chosen))
    tasks = [
        Task(
            place,
            tuple(chosen[number::busy]),
            options.decode,
            options.shuffle,
            options.seed * 1000 + number,
            options.seconds,
        )
        for number in range(busy)
    ]
    idle = f"only {busy} workers had something to read" if busy < case.workers else ""
    still_cached = place.cool(chosen)
    cold, warm = read_twice(tasks)
    kind, is_efs = place.kind(), place.is_efs()

    def measurement(each: Pass, temperature: Temperature, *notes: str | None) -> Measurement:
        return Measurement(
            case=case,
            temperature=temperature,
            kind=kind,
            is_efs=is_efs,
            samples=each.samples,
            bytes=each.bytes,
            seconds=each.seconds,
            note="; ".join(note for note in notes if note),
        )

    return measurement(cold, "cold", idle, still_cached), measurement(warm, "warm", idle)


def _choose(items: list[Item], layout: Layout, options: Options) -> list[Item]:
    """At most as many items as wanted; of shards all, as the time bounds them."""
    if layout == "shards" or len(items) <= options.samples:
        return items
    return sorted(random.Random(options.seed).sample(items, options.samples), key=lambda i: i.key)


def _line(results: Results) -> str:
    cold, warm = results.measurements[-2:]
    line = (
        f"{cold.case}: {cold.samples_a_second:,.0f} images/s cold, "
        f"{warm.samples_a_second:,.0f} warm"
    )
    return f"{line}\n  {cold.note}" if cold.note else line
