"""`lakeform check`: synthesise → plan offline → gate; or gate a plan that is there already."""

from __future__ import annotations

import dataclasses
import importlib
import json
import sys
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lakeform.commands.console import step
from lakeform.errors import ConfigError, InputError, Problem, unwritable

if TYPE_CHECKING:
    from lakeform.config import Lake
    from lakeform.config.positions import Positions
    from lakeform.gate.findings import GateResult, Position
    from lakeform.gate.judge import Terms
    from lakeform.gate.settings import Settings


@dataclass(frozen=True)
class Request:
    """What the user asks of the gate.

    Attributes:
        config: lake.yaml; None where a plan is judged on the defaults.
        plan: a plan's JSON; None to make the plan of each environment.
        format: `text` or `json`.
        output: a file in place of standard output.
        evidence: a folder for evidence, None for none.
        policies: a folder with further policies, before the one that lake.yaml names.
        show_plan: whether what would be made is shown before the verdict.
    """

    config: Path | None = None
    environment: str | None = None
    out: Path = Path("cdktf.out")
    plan: Path | None = None
    format: str = "text"
    output: Path | None = None
    evidence: Path | None = None
    policies: Path | None = None
    show_plan: bool = False


def run(request: Request, today: date | None = None) -> int:
    """Judge, print the verdicts, write the evidence.

    Returns:
        The exit code: 0 passed, 1 findings or stale waivers, 3 a policy or checkov broke.
    """
    day = today or date.today()
    judged = dict(_given_plan(request, day) if request.plan else _own_plans(request, day))
    _write(request, judged)
    if request.evidence is not None:
        from lakeform.gate.evidence import write_evidence

        for file in write_evidence(request.evidence, judged):
            print(f"evidence: {file}", file=sys.stderr)
    return max(result.exit_code for result in judged.values())


def _own_plans(request: Request, today: date) -> Iterator[tuple[str, GateResult]]:
    from lakeform.app import end_engine, synthesize_file
    from lakeform.commands.plan import plan_offline, show
    from lakeform.config.positions import Positions
    from lakeform.origins import Origins

    config = request.config or Path("lake.yaml")
    with step("synthesising", "synthesised") as progress:
        synthesis = synthesize_file(config, request.environment, request.out)
        progress.note(f"→ {request.out}")
    end_engine()
    loading = _start_gate()
    for name, stack in synthesis.stacks.items():
        lake = synthesis.lakes[name]
        plan, file = plan_offline(stack, name)
        if request.show_plan:
            show(lake, plan, file)
        loading.join()
        positions = Positions(config, name)
        origins = Origins(stack, positions)
        terms = _terms(request, lake, positions, today, _placed(config, origins.line))
        yield name, _judge(file, terms)


def _given_plan(request: Request, today: date) -> Iterator[tuple[str, GateResult]]:
    from lakeform.gate.judge import Terms

    assert request.plan is not None
    if request.config is None:
        terms = Terms(today=today, policies=request.policies)
    else:
        from lakeform.config import load
        from lakeform.config.positions import Positions

        lakes = load(request.config, request.environment)
        if len(lakes) > 1:
            raise InputError(
                f"{request.config} has several environments; the plan is of one",
                hint=f"name it with -e: {', '.join(lakes)}",
            )
        name, lake = next(iter(lakes.items()))
        terms = _terms(request, lake, Positions(request.config, name), today)
    yield str(request.plan), _judge(request.plan, terms)


def _judge(file: Path, terms: Terms) -> GateResult:
    from lakeform.gate.judge import judge

    with step("judging", "judged") as progress:
        result = judge(file, terms)
        progress.note(f"{len(result.rules)} policies, {result.resources} resources")
    return result


def _terms(
    request: Request,
    lake: Lake,
    positions: Positions,
    today: date,
    placed: Callable[[str], Position | None] = lambda _: None,
) -> Terms:
    """The section `policy` of a lake, as the gate wants it.

    Raises:
        ConfigError: a waiver names a policy that there isn't.
    """
    from lakeform.gate.findings import Waiver
    from lakeform.gate.judge import Terms, all_policies, known_ids
    from lakeform.gate.severity import Severity

    section = lake.policy
    folder = request.policies
    if folder is None and section.folder is not None:
        folder = lake.directory / section.folder
    _check_ids(lake, positions, known_ids(all_policies(folder)))
    return Terms(
        today=today,
        fail_on=Severity(section.fail_on),
        settings=_settings(lake, positions.accounts),
        waivers=tuple(
            Waiver(
                policy=waiver.policy,
                address=waiver.address,
                reason=waiver.reason,
                owner=waiver.owner,
                expires=waiver.expires,
                position=_at(positions.file, positions.item(("policy", "waivers"), index)),
            )
            for index, waiver in enumerate(section.waivers)
        ),
        frameworks=tuple(section.frameworks),
        policies=folder,
        environment=lake.environment_name,
        positions=placed,
    )


def _settings(lake: Lake, accounts: tuple[str, ...]) -> Settings:
    """The limits and lists of a lake. Who is cleared may be named as `lakeform access` does."""
    from lakeform.access import principals, services
    from lakeform.gate.settings import Settings

    section = lake.policy
    named = {
        principal.name: principal.identifier
        for principal in (*principals(lake).values(), *services(lake))
    }
    of_section = {field.name for field in dataclasses.fields(Settings)} & set(
        type(section).model_fields
    )
    values: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value
        for name in of_section
        for value in [getattr(section, name)]
    }
    return Settings(
        **{
            **values,
            "sensitive_tag": (section.sensitive_tag.key, tuple(section.sensitive_tag.values)),
            "cleared": tuple(named.get(who, who) for who in section.cleared),
            "accounts": accounts,
        }
    )


def _check_ids(lake: Lake, positions: Positions, known: Iterable[str]) -> None:
    ids = frozenset(known)
    problems = [
        Problem(
            positions.file,
            positions.item(("policy", "waivers"), index),
            1,
            f"there is no policy `{waiver.policy}`",
            "`lakeform policies` lists them",
        )
        for index, waiver in enumerate(lake.policy.waivers)
        if waiver.policy not in ids
    ]
    if problems:
        raise ConfigError(problems)


def _placed(config: Path, line: Callable[[str], int | None]) -> Callable[[str], Position | None]:
    def at(address: str) -> Position | None:
        found = line(address)
        return None if found is None else _at(config, found)

    return at


def _at(file: Path, line: int) -> Position:
    from lakeform.gate.findings import Position

    return Position(file, line)


def _write(request: Request, judged: Mapping[str, GateResult]) -> None:
    from lakeform.gate.report import as_json, text

    if request.format == "json":
        data = {name: as_json(result) for name, result in judged.items()}
        words = json.dumps(data, indent=2, ensure_ascii=False) + "\n"
    else:
        words = "\n".join(text(result, name) for name, result in judged.items())
    if request.output is None:
        print(words, end="", flush=True)
        return
    try:
        request.output.parent.mkdir(parents=True, exist_ok=True)
        request.output.write_text(words, encoding="utf-8")
    except OSError as error:
        raise unwritable(request.output, error, "choose another file with -o") from error


def _start_gate() -> threading.Thread:
    """Import checkov, which takes a second, while Terraform plans."""
    thread = threading.Thread(target=importlib.import_module, args=("lakeform.gate.judge",))
    thread.daemon = True
    thread.start()
    return thread
