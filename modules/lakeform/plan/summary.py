"""A plan in numbers: Terraform's own closing line, and a table by AWS service."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from lakeform.plan.model import Action, Plan, Replacement

# Type prefix → service. The longest prefix that fits wins, so a service's parts may be told apart.
SERVICES: tuple[tuple[str, str], ...] = (
    ("aws_appautoscaling", "Auto Scaling"),
    ("aws_athena", "Athena"),
    ("aws_backup", "Backup"),
    ("aws_budgets", "Budgets"),
    ("aws_cloudtrail", "CloudTrail"),
    ("aws_cloudwatch", "CloudWatch"),
    ("aws_cloudwatch_event", "EventBridge"),
    ("aws_customer_gateway", "VPC"),
    ("aws_default_", "VPC"),
    ("aws_dms", "DMS"),
    ("aws_ebs", "EBS"),
    ("aws_ec2", "EC2"),
    ("aws_efs", "EFS"),
    ("aws_egress_only_internet_gateway", "VPC"),
    ("aws_eip", "VPC"),
    ("aws_eks", "EKS"),
    ("aws_emr", "EMR"),
    ("aws_emrserverless", "EMR Serverless"),
    ("aws_flow_log", "VPC"),
    ("aws_fsx", "FSx"),
    ("aws_glue", "Glue"),
    ("aws_iam", "IAM"),
    ("aws_instance", "EC2"),
    ("aws_internet_gateway", "VPC"),
    ("aws_kinesis", "Kinesis"),
    ("aws_kinesis_firehose", "Firehose"),
    ("aws_kinesisanalyticsv2", "Managed Flink"),
    ("aws_kms", "KMS"),
    ("aws_lakeformation", "Lake Formation"),
    ("aws_lambda", "Lambda"),
    ("aws_launch_template", "EC2"),
    ("aws_main_route_table_association", "VPC"),
    ("aws_msk", "MSK"),
    ("aws_mskconnect", "MSK Connect"),
    ("aws_nat_gateway", "VPC"),
    ("aws_network_acl", "VPC"),
    ("aws_opensearch", "OpenSearch"),
    ("aws_opensearchserverless", "OpenSearch Serverless"),
    ("aws_quicksight", "QuickSight"),
    ("aws_ram", "RAM"),
    ("aws_redshift", "Redshift"),
    ("aws_redshiftserverless", "Redshift Serverless"),
    ("aws_route", "VPC"),
    ("aws_route53", "Route 53"),
    ("aws_s3", "S3"),
    ("aws_s3tables", "S3 Tables"),
    ("aws_sagemaker", "SageMaker"),
    ("aws_scheduler", "EventBridge"),
    ("aws_secretsmanager", "Secrets Manager"),
    ("aws_security_group", "VPC"),
    ("aws_sfn", "Step Functions"),
    ("aws_sns", "SNS"),
    ("aws_sqs", "SQS"),
    ("aws_ssm", "SSM"),
    ("aws_subnet", "VPC"),
    ("aws_volume", "EBS"),
    ("aws_vpc", "VPC"),
)


@dataclass(frozen=True)
class Row:
    """How many resources of one service, or of one type, get which action."""

    name: str
    counts: Mapping[Action, int]
    types: tuple[Row, ...] = ()

    @property
    def total(self) -> int:
        """All of them, those without a change included."""
        return sum(self.counts.values())


@dataclass(frozen=True)
class Summary:
    """A plan in numbers. Data sources aren't counted.

    Attributes:
        counts: every action that occurs, a replacement as one.
        services: a row a service, sorted by name, with a row for each of its types.
        imports: resources that come under Terraform's care, changed or not.
        drifted: resources that were changed outside Terraform.
        forgotten_by_replacement: replacements that leave the old resource where it is.
    """

    counts: Mapping[Action, int]
    services: tuple[Row, ...]
    imports: int
    drifted: int
    forgotten_by_replacement: int

    @property
    def add(self) -> int:
        return self._sum(Action.CREATE, Action.REPLACE)

    @property
    def change(self) -> int:
        return self._sum(Action.UPDATE)

    @property
    def destroy(self) -> int:
        """Deletions, and replacements that don't forget the old resource."""
        return self._sum(Action.DELETE, Action.REPLACE) - self.forgotten_by_replacement

    @property
    def line(self) -> str:
        """Terraform's own closing line."""
        start = f"{self.imports} to import, " if self.imports else ""
        return (
            f"Plan: {start}{self.add} to add, {self.change} to change, {self.destroy} to destroy."
        )

    def _sum(self, *actions: Action) -> int:
        return sum(self.counts.get(action, 0) for action in actions)


def summarise(plan: Plan) -> Summary:
    """Count a plan's changes."""
    managed = [change for change in plan.changes if change.is_managed]
    by_service: dict[str, dict[str, Counter[Action]]] = {}
    for change in managed:
        types = by_service.setdefault(service_of(change.type), {})
        types.setdefault(change.type, Counter())[change.action] += 1
    return Summary(
        counts=Counter(change.action for change in managed),
        services=tuple(_row(name, by_service[name]) for name in sorted(by_service)),
        imports=sum(1 for change in managed if change.import_id),
        drifted=len(plan.drift),
        forgotten_by_replacement=sum(
            1 for change in managed if change.replacement is Replacement.FORGET_OLD
        ),
    )


def service_of(resource_type: str) -> str:
    """The AWS service of a resource type; of one that isn't listed, the word after the provider."""
    fitting = [prefix for prefix, _ in SERVICES if resource_type.startswith(prefix)]
    if fitting:
        return dict(SERVICES)[max(fitting, key=len)]
    provider, _, rest = resource_type.partition("_")
    return rest.partition("_")[0] if provider == "aws" and rest else provider


def _row(name: str, types: Mapping[str, Counter[Action]]) -> Row:
    together: Counter[Action] = Counter()
    for counts in types.values():
        together += counts
    return Row(name, together, tuple(Row(kind, types[kind]) for kind in sorted(types)))
