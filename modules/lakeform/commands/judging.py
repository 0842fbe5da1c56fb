"""What a command judges: plans that are made here or given, each with the terms of its lake."""

from __future__ import annotations

import dataclasses
import importlib
import re
import sys
import threading
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lakeform.commands.console import say, step
from lakeform.errors import ConfigError, InputError, Problem

if TYPE_CHECKING:
    from lakeform.config import Lake
    from lakeform.config.positions import Positions
    from lakeform.gate.findings import Further, GateResult, Position
    from lakeform.gate.judge import Terms
    from lakeform.gate.settings import Settings
    from lakeform.plan import Plan
    from lakeform.review.access import AccessChange
    from lakeform.review.guards import DestroyKeys


@dataclass(frozen=True)
class Subject:
    """A plan, and on what terms it is judged.

    Attributes:
        name: the environment, or the plan's file.
        file: the plan's JSON.
        lake: what the plan was made from; None where nobody says it.
        plan: the plan, where it was made here; None where it was given.
        judged_by: whose terms they are, where the user may wonder; else empty.
        account: the account that the plan is of; None takes it from the plan.
    """

    name: str
    file: Path
    terms: Terms
    lake: Lake | None = None
    plan: Plan | None = None
    judged_by: str = ""
    account: str | None = None


@dataclass(frozen=True)
class Choice:
    """Which plans, and by which policies.

    Attributes:
        config: lake.yaml; None where a plan is judged on the defaults.
        out: where the Terraform is written.
        plan: a plan's JSON; None to make the plan of each environment.
        policies: a folder with further policies, before the one that lake.yaml names.
        account: the account that a given plan is of, where no lake.yaml says it.
    """

    config: Path | None = None
    environment: str | None = None
    out: Path = Path("cdktf.out")
    plan: Path | None = None
    policies: Path | None = None
    account: str | None = None

    @property
    def lake_file(self) -> Path | None:
        """lake.yaml, where anybody says it, or the plan is made from it."""
        if self.config is None and self.plan is None:
            return Path("lake.yaml")
        return self.config


def subjects(choice: Choice, today: date) -> Iterator[Subject]:
    """The plan that was given, or that of each environment, one after another as they are made.

    Raises:
        InputError: a plan was given, and lake.yaml has several environments that it may be of; an
            account was given that lake.yaml is to say.
        ConfigError: lake.yaml has problems, or waives a policy that there isn't.
        ToolError: Terraform refuses a stack.
    """
    _check_account(choice)
    if choice.plan is None:
        yield from _made(choice, today)
    else:
        yield _given(choice, choice.plan, today)


def keys_of(
    subject: Subject, allow_destroy: Iterable[str], *, is_early: bool = False
) -> DestroyKeys:
    """Both keys for destroying data: that of lake.yaml, and that of whoever runs the command.

    Args:
        is_early: whether the second one may be given later.
    """
    from lakeform.review.guards import DestroyKeys

    configured = () if subject.lake is None else subject.lake.policy.allow_destroy
    return DestroyKeys(frozenset(configured), frozenset(allow_destroy), is_early)


def check_flags(addresses: Iterable[str], going: Iterable[str], config: Path | None) -> None:
    """A misspelt address must not look like a key that was given.

    One that the plan doesn't destroy, and that lake.yaml has as the first key, is of another
    environment or of an earlier run: it opens nothing here, and a note says so.

    Args:
        addresses: those given with `--allow-destroy`.
        going: those of the data and records that any of the plans destroys.
        config: lake.yaml, None for none.

    Raises:
        InputError: an address isn't destroyed, and no environment of lake.yaml names it.
    """
    idle = sorted(frozenset(addresses) - frozenset(going))
    if not idle:
        return
    configured = _configured_keys(config)
    for address in idle:
        if address in configured:
            print(f"--allow-destroy {address}: not destroyed here", file=sys.stderr)
        else:
            raise InputError(
                f"--allow-destroy {address}: the plan doesn't destroy it",
                hint="the review lists what is destroyed, with exact addresses",
            )


def _configured_keys(config: Path | None) -> frozenset[str]:
    """What any environment of a lake.yaml names under `policy.allow_destroy`."""
    if config is None:
        return frozenset()
    from lakeform.config import load

    lakes = load(config).values()
    return frozenset(address for lake in lakes for address in lake.policy.allow_destroy)


def access_of(subject: Subject, plan: Plan) -> tuple[AccessChange, ...]:
    """The changes of access in a subject's plan, or in the comparison that stands for it."""
    from lakeform.review.access import access_changes

    return access_changes(plan, subject.account, subject.terms.settings.trusted_accounts)


def guarded_of(
    subject: Subject, plan: Plan, keys: DestroyKeys, access: tuple[AccessChange, ...]
) -> Further:
    """What the guards find in the plan that `access` is of."""
    from lakeform.review.guards import guarded

    trusted = subject.terms.settings.trusted_accounts
    return guarded(plan, keys, access, subject.account, trusted)


def plan_of(subject: Subject) -> Plan:
    """The plan, read where it was given."""
    from lakeform.plan import load

    return load(subject.file) if subject.plan is None else subject.plan


def judge_subject(subject: Subject, further: Further | None = None) -> GateResult:
    """The gate's verdict on one plan.

    Args:
        further: findings that don't come from policies, such as the guards'.
    """
    from lakeform.gate.judge import judge

    with step("judging", "judged") as progress:
        result = judge(subject.file, subject.terms, further)
        progress.note(f"{result.policies} policies, {result.resources} resources")
    if subject.judged_by:
        say("judged by", subject.judged_by)
    return result


def _made(choice: Choice, today: date) -> Iterator[Subject]:
    from lakeform.app import end_engine, synthesize_file
    from lakeform.commands.plan import plan_offline
    from lakeform.config.positions import Positions
    from lakeform.origins import Origins

    config = choice.lake_file
    assert config is not None
    with step("synthesising", "synthesised") as progress:
        synthesis = synthesize_file(config, choice.environment, choice.out)
        progress.note(f"→ {choice.out}")
    end_engine()
    loading = _start_gate()
    for name, stack in synthesis.stacks.items():
        lake = synthesis.lakes[name]
        plan, file = plan_offline(stack, name)
        loading.join()
        positions = Positions(config, name)
        origins = Origins(stack, positions)
        terms = _terms(choice.policies, lake, positions, today, _placed(config, origins.line))
        yield Subject(name, file, terms, lake, plan, lake.environment.account)


def _given(choice: Choice, plan: Path, today: date) -> Subject:
    from lakeform.gate.judge import Terms
    from lakeform.gate.settings import Settings

    if choice.config is None:
        accounts = () if choice.account is None else (choice.account,)
        terms = Terms(today=today, settings=Settings(accounts=accounts), policies=choice.policies)
        by = "the defaults; a lake's section `policy` counts with -c FILE"
        return Subject(str(plan), plan, terms, account=choice.account, judged_by=by)
    from lakeform.config import load
    from lakeform.config.positions import Positions
    from lakeform.origins import find_origins

    lakes = load(choice.config, choice.environment)
    if len(lakes) > 1:
        raise InputError(
            f"{choice.config} has several environments; the plan is of one",
            hint=f"name it with -e: {', '.join(lakes)}",
        )
    name, lake = next(iter(lakes.items()))
    positions = Positions(choice.config, name)
    origins = find_origins((plan.parent, choice.out / "stacks" / name), positions)
    placed = _placed(choice.config, (lambda _: None) if origins is None else origins.line)
    terms = _terms(choice.policies, lake, positions, today, placed)
    by = f"{choice.config}, environment {name}"
    account = lake.environment.account
    return Subject(str(plan), plan, terms, lake, account=account, judged_by=by)


def _check_account(choice: Choice) -> None:
    if choice.account is None:
        return
    if not re.fullmatch(r"[0-9]{12}", choice.account):
        raise InputError(
            f"--account {choice.account} isn't the id of an AWS account",
            hint="an id has 12 digits",
        )
    if choice.plan is None or choice.config is not None:
        raise InputError(
            "--account is for a plan without a lake.yaml",
            hint="lake.yaml names the account of each environment; leave out --account",
        )


def _terms(
    policies: Path | None,
    lake: Lake,
    positions: Positions,
    today: date,
    placed: Callable[[str], Position | None],
) -> Terms:
    """The section `policy` of a lake, as the gate wants it.

    Raises:
        ConfigError: a waiver names a policy that there isn't.
    """
    from lakeform.gate.findings import Waiver
    from lakeform.gate.judge import Terms, all_policies, known_ids
    from lakeform.gate.severity import Severity
    from lakeform.review.guards import WAIVABLE

    section = lake.policy
    folder = policies
    if folder is None and section.folder is not None:
        folder = lake.directory / section.folder
    _check_ids(lake, positions, known_ids(all_policies(folder)) | WAIVABLE)
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
                position=_at(positions.file, positions.place(("policy", "waivers", index))[0]),
            )
            for index, waiver in enumerate(section.waivers)
        ),
        frameworks=tuple(section.frameworks),
        policies=folder,
        lake=lake.name,
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
            "principals": tuple(sorted((arn, name) for name, arn in named.items())),
            "accounts": accounts,
        }
    )


def _check_ids(lake: Lake, positions: Positions, known: Collection[str]) -> None:
    from lakeform.config.waivers import waivers_name_policies

    problems = [
        Problem(positions.file, *positions.place(fault.path), fault.message, fault.hint)
        for fault in waivers_name_policies(lake, known)
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


def _start_gate() -> threading.Thread:
    """Import checkov, which takes a second, while Terraform plans."""
    thread = threading.Thread(target=importlib.import_module, args=("lakeform.gate.judge",))
    thread.daemon = True
    thread.start()
    return thread
