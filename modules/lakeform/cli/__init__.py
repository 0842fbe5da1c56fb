"""The command line: thin. Every command says what it does in the words that `--help` shows."""

from __future__ import annotations

import json
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from lakeform.cli import judging
from lakeform.cli.options import LAKE, OUT, Config, Environment, Format, Out, OutputFormat
from lakeform.errors import InputError, report_endings, report_errors


class _Commands(TyperGroup):
    """Ends a command as the rest of lakeform does: typer has words and exit codes of its own."""

    def make_context(self, *arguments: Any, **settings: Any) -> Any:
        with report_endings():
            return super().make_context(*arguments, **settings)

    def invoke(self, ctx: Any) -> Any:
        with report_endings():
            return super().invoke(ctx)


cli = typer.Typer(
    cls=_Commands,
    name="lakeform",
    help="One file, lake.yaml, becomes the Terraform of a machine-learning data repository on AWS.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


class KafkaMethod(StrEnum):
    """How a Kafka client logs in."""

    IAM = "iam"
    SCRAM = "scram"
    TLS = "tls"
    PLAINTEXT = "plaintext"


class CiSystem(StrEnum):
    """What runs pipelines."""

    GITHUB = "github"
    GITLAB = "gitlab"
    ATLANTIS = "atlantis"


BENCH = Path("bench-load")


def main() -> None:
    """Run the command line; errors become words and exit codes."""
    with report_errors():
        cli()


@cli.callback(invoke_without_command=True)
def version(
    show: Annotated[bool, typer.Option("--version", help="Print the version and stop.")] = False,
) -> None:
    if show:
        from importlib.metadata import version as installed

        print(f"lakeform {installed('lakeform')}")
        raise typer.Exit


@cli.command()
def init(
    directory: Annotated[Path, typer.Argument(help="The project's folder.")],
    owner: Annotated[str, typer.Option(help="Who answers for the lake.")] = "data-platform",
    ci: Annotated[
        CiSystem | None,
        typer.Option(help="Write pipelines; in a folder with a lake.yaml, nothing else."),
    ] = None,
) -> None:
    """Write a starter project: lake.yaml, main.py, cdktf.json and .gitignore."""
    import shlex

    from lakeform.starter import LAKE, write_starter

    is_new = not (directory / LAKE).exists()
    for file in write_starter(directory, owner=owner, ci=ci):
        print(file)
    if is_new:
        there = "" if directory == Path() else f"cd {shlex.quote(str(directory))} && "
        print(f"next: {there}lakeform plan", file=sys.stderr)
    if ci is not None:
        from lakeform.ci import wheel

        print(f"the pipelines need roles on AWS, state in S3, and {wheel()}", file=sys.stderr)


@cli.command()
def validate(
    config: Config = LAKE,
    policies: Annotated[
        Path | None, typer.Option(help="A folder with policies of your own.")
    ] = None,
) -> None:
    """Check lake.yaml and name all of its problems."""
    from lakeform.commands.validate import run

    run(config, policies)


@cli.command()
def schema() -> None:
    """Print the JSON Schema of lake.yaml, for editors."""
    from lakeform.config.schema import json_schema

    print(json.dumps(json_schema(), indent=2))


@cli.command()
def synth(config: Config = LAKE, environment: Environment = None, out: Out = OUT) -> None:
    """Write the Terraform of every environment, as `cdktf synth` does."""
    from lakeform.app import synthesize_file

    for stack in synthesize_file(config, environment, out).stacks.values():
        print(stack / "cdk.tf.json")


@cli.command()
def plan(
    config: Config = LAKE,
    environment: Environment = None,
    out: Out = OUT,
    format: Format = OutputFormat.TEXT,
    check: Annotated[
        bool, typer.Option("--check", help="Judge the plan too, as `lakeform check` does.")
    ] = False,
    reports: Annotated[
        Path | None,
        typer.Option(help="With --check: a folder for the review of the plan, in every format."),
    ] = None,
) -> None:
    """Show what Terraform would make: offline, without an AWS account."""
    if reports is not None and not check:
        raise InputError("--reports wants the verdict, too", hint="add --check")
    if check:
        from lakeform.commands.check import Request
        from lakeform.commands.check import run as run_check

        request = Request(
            config, environment, out, format=format, show_plan=format == "text", reports=reports
        )
        raise typer.Exit(run_check(request))
    from lakeform.commands.plan import run

    run(config, environment, out, format)


cli.command()(judging.check)
cli.command()(judging.review)
cli.command()(judging.policies)


@cli.command()
def access(
    config: Config = LAKE,
    environment: Environment = None,
    who: Annotated[str | None, typer.Option(help="This persona or share only.")] = None,
    what: Annotated[
        str | None, typer.Option(help="This database, table (database.table) or zone only.")
    ] = None,
    format: Format = OutputFormat.TEXT,
) -> None:
    """Show who may do what on which data, and through which grant."""
    from lakeform.commands.access import run

    run(config, environment, who=who, what=what, format=format)


@cli.command()
def advise(
    config: Config = LAKE,
    environment: Environment = None,
    facts: Annotated[
        Path | None, typer.Option(help="A file of figures instead of the one that comes along.")
    ] = None,
    figures: Annotated[
        bool, typer.Option("--figures", help="Show every figure, with its source.")
    ] = False,
    format: Format = OutputFormat.TEXT,
) -> None:
    """Compute where the training data loads from best, and what that costs."""
    from lakeform.commands.advise import run

    run(config, environment, facts, format, with_figures=figures)


@cli.command("bench-load")
def bench_load(
    targets: Annotated[list[str], typer.Argument(help="s3://BUCKET/PREFIX, or a mounted folder.")],
    workers: Annotated[str, typer.Option(help="Numbers of loader processes.")] = "1,8",
    samples: Annotated[int, typer.Option(help="Files that a case reads at most.")] = 2000,
    seconds: Annotated[float, typer.Option(help="Seconds that a pass lasts at most.")] = 30.0,
    shuffle: Annotated[bool, typer.Option(help="Read in a random order.")] = True,
    decode: Annotated[bool, typer.Option(help="Decode the images.")] = True,
    seed: Annotated[int, typer.Option(help="Of the random order and of --make.")] = 1,
    out: Annotated[Path, typer.Option("-o", "--out", help="Where the results go.")] = BENCH,
    fresh: Annotated[
        bool, typer.Option("--fresh", help="Forget an earlier run's results.")
    ] = False,
    make: Annotated[
        int | None, typer.Option(help="Write so many images to the targets, and measure nothing.")
    ] = None,
    size: Annotated[int, typer.Option(help="KiB of an image of --make.")] = 110,
    format: Format = OutputFormat.TEXT,
) -> None:
    """Measure images a second as a training loader sees them."""
    from lakeform.commands.bench_load import run, worker_counts
    from lakeform.loadbench import Options

    options = Options(worker_counts(workers), samples, seconds, shuffle, decode, seed)
    run(targets, options, out, fresh=fresh, make_count=make, size_kib=size, format=format)


@cli.command()
def produce(
    stream: Annotated[
        str | None,
        typer.Argument(help="A Kinesis stream, delivery or topic (CLUSTER/TOPIC) of lake.yaml."),
    ] = None,
    to: Annotated[
        str | None,
        typer.Option(help="kinesis:NAME, firehose:NAME or kafka:HOST:PORT,…/TOPIC."),
    ] = None,
    table: Annotated[
        str | None, typer.Option(help="The columns of this table (database.table) of lake.yaml.")
    ] = None,
    schema: Annotated[
        Path | None, typer.Option(help="The columns of this file: Avro, JSON Schema or Parquet.")
    ] = None,
    template: Annotated[
        Path | None, typer.Option(help='JSON to fill in, such as {"ip": "{{ipv4}}"}.')
    ] = None,
    rate: Annotated[float, typer.Option(min=0.001, max=1e6, help="Records a second.")] = 10.0,
    count: Annotated[int | None, typer.Option(min=1, help="Records in all.")] = None,
    duration: Annotated[
        float | None, typer.Option(min=0.001, help="Seconds that it lasts.")
    ] = None,
    seed: Annotated[int | None, typer.Option(help="The same seed makes the same records.")] = None,
    start: Annotated[
        str | None,
        typer.Option(help="Time of the first record; left out, now, or 2025-01-01 with a seed."),
    ] = None,
    key: Annotated[
        str | None, typer.Option(help="Column of the partition key; left out, the first id.")
    ] = None,
    anomalies: Annotated[
        float, typer.Option(min=0, max=1, help="Share of the records that are wrong on purpose.")
    ] = 0.0,
    labels: Annotated[
        Path | None, typer.Option(help="Write here which records are wrong, and how.")
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Print the records and send nothing.")
    ] = False,
    lines: Annotated[
        bool | None, typer.Option(help="End lines; left out, where the delivery doesn't.")
    ] = None,
    region: Annotated[str | None, typer.Option(help="AWS region, if not the lake's.")] = None,
    kafka_login: Annotated[
        KafkaMethod | None, typer.Option(help="How to log in, if the port doesn't tell.")
    ] = None,
    kafka_secret: Annotated[
        str | None, typer.Option(help="Secrets Manager secret with SCRAM's name and password.")
    ] = None,
    config: Config = LAKE,
    environment: Environment = None,
    format: Format = OutputFormat.TEXT,
) -> None:
    """Send synthetic records to Kinesis, Firehose or Kafka."""
    from lakeform.commands.produce import Wanted, run
    from lakeform.produce.senders import KafkaLogin

    login = KafkaLogin(kafka_login.value if kafka_login else None, kafka_secret)
    wanted = Wanted(
        stream=stream,
        to=to,
        table=table,
        schema=schema,
        template=template,
        rate=rate,
        count=count,
        seconds=duration,
        seed=seed,
        start=start,
        key=key,
        anomalies=anomalies,
        labels=labels,
        dry_run=dry_run,
        region=region,
        login=login,
        lines=lines,
    )
    run(config, environment, wanted, format)


@cli.command()
def up(
    config: Config = LAKE,
    environment: Environment = None,
    out: Out = OUT,
    local: Annotated[bool, typer.Option("--local", help="On the embedded AWS.")] = False,
) -> None:
    """Apply the lake to an AWS embedded in this machine, and verify it."""
    _need_local(local)
    from lakeform.commands.local import run_up

    run_up(config, environment, out)


@cli.command()
def down(
    config: Config = LAKE,
    environment: Environment = None,
    out: Annotated[  # noqa: ARG001
        Path, typer.Option("-o", "--out", help="As given to `up`; what it wrote stays.")
    ] = OUT,
    local: Annotated[bool, typer.Option("--local", help="On the embedded AWS.")] = False,
) -> None:
    """Destroy what `up --local` made, and stop the embedded AWS."""
    _need_local(local)
    from lakeform.commands.local import run_down

    run_down(config, environment)


def _need_local(local: bool) -> None:
    if not local:
        raise InputError(
            "this command works on the embedded AWS only",
            hint="add --local; `cdktf deploy ENVIRONMENT` applies to AWS itself",
        )
