"""MSK Connect: kafkaconnect:CreateConnector, CreateCustomPlugin and all the rest.

moto has no such service. It is `lakeform.local.kafkaconnect`, written as moto's own are; here moto
is told where to find it.
"""

from __future__ import annotations

import re
import sys

import moto.backend_index as index

from lakeform.local.gaps.gap import Gap

_NAME = "kafkaconnect"


def apply() -> None:
    from lakeform.local.kafkaconnect import models, urls

    sys.modules[f"moto.{_NAME}"] = models
    index.backend_url_patterns.extend((_NAME, re.compile(base)) for base in urls.url_bases)


GAP = Gap(
    name="MSK Connect",
    resources=(
        "aws_mskconnect_connector",
        "aws_mskconnect_custom_plugin",
        "aws_mskconnect_worker_configuration",
    ),
    missing=(
        "kafkaconnect:CreateConnector",
        "kafkaconnect:DescribeConnector",
        "kafkaconnect:ListConnectors",
        "kafkaconnect:UpdateConnector",
        "kafkaconnect:DeleteConnector",
        "kafkaconnect:DescribeConnectorOperation",
        "kafkaconnect:CreateCustomPlugin",
        "kafkaconnect:DescribeCustomPlugin",
        "kafkaconnect:ListCustomPlugins",
        "kafkaconnect:DeleteCustomPlugin",
        "kafkaconnect:CreateWorkerConfiguration",
        "kafkaconnect:DescribeWorkerConfiguration",
        "kafkaconnect:ListWorkerConfigurations",
        "kafkaconnect:DeleteWorkerConfiguration",
        "kafkaconnect:ListTagsForResource",
        "kafkaconnect:TagResource",
        "kafkaconnect:UntagResource",
    ),
    apply=apply,
)
