"""A Lambda function of the user's own Python file, through which a delivery's records go."""

from __future__ import annotations

import base64

from lakeform.aws.lambda_ import LambdaFunction, LambdaFunctionLoggingConfig
from lakeform.config import Lake
from lakeform.config.streams.deliveries import FileTransform
from lakeform.constructs.encryption import Encryption
from lakeform.constructs.files import StackFiles
from lakeform.constructs.iam import service_role, service_trust, statement
from lakeform.constructs.logs import log_group
from lakeform.engine import Construct
from lakeform.naming import Names, logical_id
from lakeform.streaming.names import TRANSFORM, function_name

LAMBDA = "lambda.amazonaws.com"
MODULE = "transform"
"""What the user's file is called inside the function."""
LOG_DAYS = 90


class Function(Construct):
    """The function, its role and its log group.

    Attributes:
        arn: of the function, as a reference.
    """

    def __init__(
        self,
        scope: Construct,
        delivery: str,
        section: FileTransform,
        lake: Lake,
        names: Names,
        *,
        encryption: Encryption,
        files: StackFiles,
    ) -> None:
        super().__init__(scope, f"{delivery}-transform")
        name = function_name(names, delivery)
        id = logical_id(TRANSFORM, delivery)
        group_name = f"/aws/lambda/{name}"
        key = encryption.general
        group = log_group(self, id, names, key, name=group_name, days=LOG_DAYS)
        group_arn = names.arn("logs", f"log-group:{group_name}")
        role = service_role(
            self,
            id,
            names,
            name=(TRANSFORM, delivery),
            trust=[service_trust(LAMBDA)],
            statements=[
                statement(
                    "Logs",
                    "Allow",
                    ["logs:CreateLogStream", "logs:PutLogEvents"],
                    f"{group_arn}:log-stream:*",
                ),
            ],
            description=f"Transform of the delivery {delivery}",
        )
        content = (lake.directory / section.file).read_bytes()
        archive = files.archive(f"{id}.zip", {f"{MODULE}.py": content})
        self.arn = LambdaFunction(
            self,
            "function",
            logical_id=id,
            function_name=name,
            description=f"Records of the delivery {delivery}",
            role=role.role.arn,
            runtime=section.runtime,
            architectures=["arm64"],
            handler=f"{MODULE}.{section.handler}",
            filename=archive.path,
            source_code_hash=base64.b64encode(archive.digest).decode(),
            memory_size=section.memory_mib,
            timeout=section.timeout_seconds,
            logging_config=LambdaFunctionLoggingConfig(log_format="JSON", log_group=group.name),
            depends_on=[role.policy],
        ).arn
