"""The commands that judge a plan: `check`, `review` and `policies`."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from lakeform.cli.options import OUT, Environment, Format, OutputFormat


class ReportFormat(StrEnum):
    """How a report on a plan is written."""

    TEXT = "text"
    MARKDOWN = "markdown"
    HTML = "html"
    JSON = "json"
    SARIF = "sarif"
    JUNIT = "junit"


Report = Annotated[ReportFormat, typer.Option("--format", help="How the report is written.")]
AllowDestroy = Annotated[
    list[str] | None,
    typer.Option(
        "--allow-destroy",
        metavar="ADDRESS",
        help="Data that may be destroyed, if policy.allow_destroy in lake.yaml has it too.",
    ),
]
Account = Annotated[
    str | None,
    typer.Option(help="The account that a given plan is of, where no lake.yaml says it."),
]


def check(
    plan: Annotated[
        Path | None,
        typer.Argument(help="A plan's JSON, anybody's; left out, the lake is planned offline."),
    ] = None,
    config: Annotated[
        Path | None,
        typer.Option("-c", "--config", help="The lake's file; its section `policy` holds."),
    ] = None,
    environment: Environment = None,
    out: Annotated[Path, typer.Option(help="Where the Terraform is written.")] = OUT,
    format: Report = ReportFormat.TEXT,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="A file for the verdict.")
    ] = None,
    allow_destroy: AllowDestroy = None,
    evidence: Annotated[
        Path | None, typer.Option(help="A folder for evidence: what was judged, by control.")
    ] = None,
    policies: Annotated[
        Path | None, typer.Option(help="A folder with policies of your own.")
    ] = None,
    account: Account = None,
) -> None:
    """Judge what would be made by policies; never pass what couldn't be judged."""
    from lakeform.commands.check import Request, run

    allowed = tuple(allow_destroy or ())
    request = Request(
        config=config,
        environment=environment,
        out=out,
        plan=plan,
        format=format,
        output=output,
        evidence=evidence,
        policies=policies,
        allow_destroy=allowed,
        account=account,
    )
    raise typer.Exit(run(request))


def review(
    plan: Annotated[
        Path | None,
        typer.Argument(help="A plan's JSON, anybody's; left out, the lake is planned offline."),
    ] = None,
    config: Annotated[
        Path | None,
        typer.Option("-c", "--config", help="The lake's file; its section `policy` holds."),
    ] = None,
    environment: Environment = None,
    baseline: Annotated[
        Path | None, typer.Option(help="The JSON of the base branch's plan.")
    ] = None,
    out: Annotated[Path, typer.Option(help="Where the Terraform is written.")] = OUT,
    format: Report = ReportFormat.TEXT,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="A file for the report.")
    ] = None,
    allow_destroy: AllowDestroy = None,
    prices: Annotated[
        Path | None, typer.Option(help="A file of prices instead of the one that comes along.")
    ] = None,
    policies: Annotated[
        Path | None, typer.Option(help="A folder with policies of your own.")
    ] = None,
    account: Account = None,
    pull_request: Annotated[
        bool,
        typer.Option(
            "--pull-request",
            help="Nothing is applied yet: what policy.allow_destroy names may wait for the second "
            "key.",
        ),
    ] = False,
) -> None:
    """Tell what a plan changes: resources, access in words, data at risk, findings, costs."""
    from lakeform.commands.review import Request, run

    allowed = tuple(allow_destroy or ())
    request = Request(
        config=config,
        environment=environment,
        out=out,
        plan=plan,
        baseline=baseline,
        prices=prices,
        format=format,
        output=output,
        allow_destroy=allowed,
        policies=policies,
        account=account,
        is_early=pull_request,
    )
    raise typer.Exit(run(request))


def policies(
    identity: Annotated[
        str | None, typer.Argument(metavar="ID", help="One policy, check or guard: all of it.")
    ] = None,
    config: Annotated[
        Path | None,
        typer.Option("-c", "--config", help="The lake's file, if it has policies of its own."),
    ] = None,
    folder: Annotated[
        Path | None, typer.Option("--policies", help="A folder with policies of your own.")
    ] = None,
    format: Format = OutputFormat.TEXT,
) -> None:
    """List the policies and checks: what each says, and how bad a finding is."""
    from lakeform.commands.policies import run

    run(config, folder, format, identity)
