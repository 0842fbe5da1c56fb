"""Applications of Managed Service for Apache Flink."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from lakeform.aws.kinesisanalyticsv2 import (
    Kinesisanalyticsv2Application,
    Kinesisanalyticsv2ApplicationCloudwatchLoggingOptions,
)
from lakeform.aws.logs import CloudwatchLogStream
from lakeform.config import Lake
from lakeform.config.streams import FlinkApplication
from lakeform.config.streams.flink import LAKE_PROPERTIES
from lakeform.config.streams.references import DeliveryReference, KinesisReference, TopicReference
from lakeform.constructs.encryption import Encryption
from lakeform.constructs.files import StackFiles
from lakeform.constructs.iam import (
    ServiceRole,
    Statement,
    from_this_account,
    service_role,
    service_trust,
    statement,
)
from lakeform.constructs.logs import log_group
from lakeform.constructs.storage import Storage
from lakeform.constructs.streams import blocks
from lakeform.constructs.streams.code import Program, program
from lakeform.constructs.streams.program_roles import (
    StreamRights,
    network_statements,
    program_statements,
)
from lakeform.constructs.streams.workers import WorkerNetwork
from lakeform.engine import Construct
from lakeform.naming import Names, logical_id
from lakeform.streaming.names import (
    FLINK,
    delivery_name,
    flink_name,
    kinesis_arn,
    kinesis_name,
)

SERVICE = "kinesisanalytics.amazonaws.com"


class FlinkApplications(Construct):
    """All applications.

    Args:
        network: where those run that are in the VPC; None where none is.
        brokers: MSK cluster → its bootstrap servers.

    Attributes:
        by_name: name → application.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        lake: Lake,
        names: Names,
        *,
        storage: Storage,
        encryption: Encryption,
        network: WorkerNetwork | None,
        files: StackFiles,
        brokers: Mapping[str, str],
    ) -> None:
        super().__init__(scope, id)
        self._lake = lake
        self._names = names
        self._storage = storage
        self._encryption = encryption
        self._network = network
        self._files = files
        self._brokers = brokers
        self.by_name = {
            name: self._application(name, section)
            for name, section in sorted(lake.streams.flink.items())
        }

    def _application(self, name: str, section: FlinkApplication) -> Kinesisanalyticsv2Application:
        names = self._names
        group = log_group(
            self,
            logical_id(FLINK, name),
            names,
            self._encryption.general,
            name=f"/aws/kinesis-analytics/{flink_name(names, name)}",
            days=section.logs.retention_days,
        )
        log_stream = CloudwatchLogStream(
            self,
            f"{name}-log-stream",
            logical_id=logical_id(FLINK, name),
            name="application",
            log_group_name=group.name,
        )
        code = program(
            self,
            FLINK,
            name,
            section.code,
            self._lake,
            storage=self._storage,
            files=self._files,
        )
        role = self._role(name, section, code)
        return Kinesisanalyticsv2Application(
            self,
            f"{name}-application",
            logical_id=logical_id(name),
            name=flink_name(names, name),
            description=section.description,
            runtime_environment=section.runtime,
            service_execution_role=role.arn,
            application_mode="STREAMING",
            start_application=section.start,
            application_configuration=self._configuration(section, name, code),
            cloudwatch_logging_options=Kinesisanalyticsv2ApplicationCloudwatchLoggingOptions(
                log_stream_arn=log_stream.arn
            ),
            depends_on=[role.policy],
        )

    def _role(self, name: str, section: FlinkApplication, code: Program) -> ServiceRole:
        names = self._names
        arn = names.arn("kinesisanalytics", f"application/{flink_name(names, name)}")
        return service_role(
            self,
            logical_id(FLINK, name),
            names,
            name=(FLINK, name),
            trust=[service_trust(SERVICE, from_this_account(names, arn))],
            statements=self._statements(name, section, code),
            description=f"Flink application {name}",
        )

    def _statements(
        self, name: str, section: FlinkApplication, code: Program
    ) -> Iterator[Statement]:
        names = self._names
        application = flink_name(names, name)
        yield from program_statements(code, names.role_arn(FLINK, name))
        group = names.arn("logs", f"log-group:/aws/kinesis-analytics/{application}")
        actions = ["logs:DescribeLogStreams", "logs:PutLogEvents"]
        yield statement("Logs", "Allow", actions, [group, f"{group}:log-stream:*"])
        every = names.arn("logs", "log-group:*")
        yield statement("LogGroups", "Allow", "logs:DescribeLogGroups", every)
        if section.inside and self._network is not None:
            yield from network_statements(names, self._network)
        yield from StreamRights(
            names,
            (FLINK, name),
            application,
            storage=self._storage,
            encryption=self._encryption,
        ).statements(section.reads, section.writes)

    def _configuration(
        self, section: FlinkApplication, name: str, code: Program
    ) -> blocks.FlinkConfiguration:
        return blocks.FlinkConfiguration(
            application_code_configuration=blocks.FlinkCode(
                code_content_type="ZIPFILE",
                code_content=blocks.FlinkCodeContent(
                    s3_content_location=blocks.FlinkCodeObject(
                        bucket_arn=code.bucket_arn,
                        file_key=code.key,
                        object_version=code.version,
                    )
                ),
            ),
            application_snapshot_configuration=blocks.FlinkSnapshots(
                snapshots_enabled=section.snapshots
            ),
            environment_properties=blocks.FlinkProperties(
                property_group=[
                    blocks.FlinkPropertyGroup(property_group_id=group, property_map=values)
                    for group, values in sorted(self._properties(name, section).items())
                ]
            ),
            flink_application_configuration=_settings(section),
            vpc_configuration=self._place(section),
        )

    def _properties(self, name: str, section: FlinkApplication) -> dict[str, Mapping[str, str]]:
        """The user's property groups, and what AWS calls the streams of the application."""
        names = self._names
        own = {"aws.region": names.region, "kafka.group.id": flink_name(names, name)}
        for each in (*section.reads, *section.writes):
            match each:
                case KinesisReference(kinesis=stream):
                    own[f"kinesis.{stream}.name"] = kinesis_name(names, stream)
                    own[f"kinesis.{stream}.arn"] = kinesis_arn(names, stream)
                case TopicReference(kafka=cluster):
                    own[f"kafka.{cluster}.bootstrap.servers"] = self._brokers[cluster]
                case DeliveryReference(delivery=delivery):
                    own[f"delivery.{delivery}.name"] = delivery_name(names, delivery)
        return {**section.properties, LAKE_PROPERTIES: own}

    def _place(self, section: FlinkApplication) -> blocks.FlinkNetwork | None:
        if not section.inside:
            return None
        if self._network is None:
            raise ValueError("the lake has no network for the application")
        return blocks.FlinkNetwork(
            security_group_ids=self._network.security_groups, subnet_ids=self._network.subnets
        )


def _settings(section: FlinkApplication) -> blocks.FlinkSettings:
    return blocks.FlinkSettings(
        checkpoint_configuration=blocks.FlinkCheckpoints(
            configuration_type="CUSTOM",
            checkpointing_enabled=True,
            checkpoint_interval=section.checkpoints.seconds * 1000,
            min_pause_between_checkpoints=section.checkpoints.pause_seconds * 1000,
        ),
        monitoring_configuration=blocks.FlinkMonitoring(
            configuration_type="CUSTOM",
            log_level=section.logs.level,
            metrics_level=section.logs.metrics,
        ),
        parallelism_configuration=blocks.FlinkParallelism(
            configuration_type="CUSTOM",
            auto_scaling_enabled=section.autoscale,
            parallelism=section.parallelism,
            parallelism_per_kpu=section.parallelism_per_kpu,
        ),
    )
