from __future__ import annotations

from lakeform.gate import PASSED, Case, Policy, Severity, Verdict, controls, failed, unknown
from lakeform.gate.facts.routing import is_public
from lakeform.plan import Resource

_DATA_SERVICES = frozenset(
    {
        "aws_db_subnet_group",
        "aws_dms_replication_subnet_group",
        "aws_docdb_subnet_group",
        "aws_efs_mount_target",
        "aws_emr_cluster",
        "aws_emrserverless_application",
        "aws_fsx_lustre_file_system",
        "aws_fsx_ontap_file_system",
        "aws_fsx_openzfs_file_system",
        "aws_fsx_windows_file_system",
        "aws_glue_connection",
        "aws_kinesisanalyticsv2_application",
        "aws_msk_cluster",
        "aws_msk_serverless_cluster",
        "aws_mskconnect_connector",
        "aws_neptune_subnet_group",
        "aws_opensearch_domain",
        "aws_redshift_subnet_group",
        "aws_redshiftserverless_workgroup",
        "aws_sagemaker_domain",
        "aws_sagemaker_notebook_instance",
    }
)


class PublicData(Policy):
    """No subnet with a data service in it has a route to an internet gateway.

    Such a subnet is one public address, or one wrong rule of a security group, from the internet.
    Subnets, routes and services of the plan are judged; a subnet that is there already and is named
    by its id isn't.
    """

    id = "LAKE_NET_9"
    title = "Data services are in private subnets"
    severity = Severity.HIGH
    types = ("aws_subnet",)
    controls = controls.combined(controls.NETWORK, controls.PUBLIC_ACCESS)

    def judge(self, resource: Resource, case: Case) -> Verdict:
        inside = [
            user.address for user, _ in case.plan.users(resource) if user.type in _DATA_SERVICES
        ]
        if not inside:
            return PASSED
        public = is_public(case.plan, resource)
        if public is None:
            return unknown("where its routes lead is known only after apply")
        if public:
            return failed(f"the internet reaches it, and {inside[0]} is in it")
        return PASSED
