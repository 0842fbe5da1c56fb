"""CloudWatch alarms on all streams, and the topic that they are sent to."""

from __future__ import annotations

from lakeform.aws.cloudwatch import CloudwatchMetricAlarm
from lakeform.config import Lake
from lakeform.config.streams import StreamAlarms
from lakeform.constructs.alarm_topic import AlarmTopic
from lakeform.constructs.encryption import Encryption
from lakeform.constructs.iam import from_this_account
from lakeform.engine import Construct
from lakeform.naming import Names, logical_id
from lakeform.streaming.watches import FIVE_MINUTES, Watch, watches

MAX_ALARM = 255
"""Characters of an alarm's name (CloudWatch API reference of PutMetricAlarm)."""
TOPIC = "stream-alarms"


class Alarms(Construct):
    """The alarms; a stream that has no data is no alarm.

    Attributes:
        topic: ARN of the topic; None where nothing is watched.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        lake: Lake,
        names: Names,
        section: StreamAlarms,
        *,
        encryption: Encryption,
    ) -> None:
        super().__init__(scope, id)
        self._names = names
        self.topic: str | None = None
        watched = list(watches(lake, section))
        if watched:
            self.topic = self._topic(section, encryption)
            for watch in watched:
                self._alarm(watch, self.topic)

    def _topic(self, section: StreamAlarms, encryption: Encryption) -> str:
        if section.topic is not None:
            return section.topic
        names = self._names
        alarms = names.arn("cloudwatch", f"alarm:{names.prefix}-*")
        encryption.general.allow_service("cloudwatch", alarms)
        topic = AlarmTopic(self, "topic", names, TOPIC, key=encryption.general)
        topic.admit("cloudwatch.amazonaws.com", from_this_account(names, alarms))
        topic.tell(section.emails)
        return topic.topic.arn

    def _alarm(self, watch: Watch, topic: str) -> None:
        CloudwatchMetricAlarm(
            self,
            logical_id(*watch.key),
            logical_id=logical_id(*watch.key),
            alarm_name=self._names.name(*watch.key, limit=MAX_ALARM),
            alarm_description=watch.what,
            namespace=watch.namespace,
            metric_name=watch.metric,
            dimensions=watch.dimensions,
            statistic=watch.statistic,
            period=FIVE_MINUTES,
            evaluation_periods=watch.periods,
            threshold=watch.threshold,
            comparison_operator="GreaterThanThreshold" if watch.above else "LessThanThreshold",
            treat_missing_data="notBreaching",
            alarm_actions=[topic],
            ok_actions=[topic],
        )
