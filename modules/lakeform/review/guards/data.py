"""Which resources hold what can't be made again, and how that is called."""

from __future__ import annotations

from collections.abc import Mapping

DATA: Mapping[str, str] = {
    "aws_backup_vault": "the vault and the recovery points in it",
    "aws_cloudtrail_event_data_store": "the event data store and its events",
    "aws_db_instance": "the database",
    "aws_db_snapshot": "the snapshot",
    "aws_docdb_cluster": "the cluster and its data",
    "aws_dynamodb_table": "the table and its items",
    "aws_ebs_snapshot": "the snapshot",
    "aws_ebs_volume": "the volume and what is on it",
    "aws_efs_file_system": "the file system and its files",
    "aws_elasticsearch_domain": "the domain and its indexes",
    "aws_fsx_backup": "the backup",
    "aws_fsx_lustre_file_system": "the file system and its files",
    "aws_fsx_ontap_file_system": "the file system and its files",
    "aws_fsx_ontap_volume": "the volume and its files",
    "aws_fsx_openzfs_file_system": "the file system and its files",
    "aws_fsx_openzfs_volume": "the volume and its files",
    "aws_fsx_windows_file_system": "the file system and its files",
    "aws_glue_catalog_database": "the database and its tables' definitions",
    "aws_glue_catalog_table": "the table's definition",
    "aws_glue_registry": "the registry and its schemas, without which messages can't be read",
    "aws_glue_schema": "the schema, without which its messages can't be read",
    "aws_kinesis_stream": "the stream and the records in it",
    "aws_kms_external_key": "the key, and with it all that it encrypts",
    "aws_kms_key": "the key, and with it all that it encrypts",
    "aws_kms_replica_key": "the key, and with it what it encrypts in its region",
    "aws_msk_cluster": "the cluster and its topics",
    "aws_msk_serverless_cluster": "the cluster and its topics",
    "aws_neptune_cluster": "the cluster and its data",
    "aws_opensearch_domain": "the domain and its indexes",
    "aws_opensearchserverless_collection": "the collection and its indexes",
    "aws_rds_cluster": "the cluster and its databases",
    "aws_redshift_cluster": "the cluster and its databases",
    "aws_redshiftserverless_namespace": "the namespace and its databases",
    "aws_s3_bucket": "the bucket and the objects in it",
    "aws_s3_directory_bucket": "the bucket and the objects in it",
    "aws_s3tables_namespace": "the namespace and its tables",
    "aws_s3tables_table": "the table and its data",
    "aws_s3tables_table_bucket": "the bucket and the tables in it",
    "aws_sagemaker_domain": "the domain and the files of its users",
    "aws_sagemaker_feature_group": "the features of the group",
    "aws_timestreamwrite_database": "the database and its tables",
    "aws_timestreamwrite_table": "the table and its records",
}
"""Type → what is lost with one of its resources. Destroying it needs both keys."""

RECORDS: Mapping[str, str] = {
    "aws_cloudwatch_log_group": "the log group and its logs",
    "aws_ecr_repository": "the repository and its images",
    "aws_kinesis_firehose_delivery_stream": "the records that the stream has not delivered yet",
    "aws_s3_object": "the object",
    "aws_secretsmanager_secret": "the secret, after its recovery window",
    "aws_sqs_queue": "the queue and the messages in it",
    "aws_ssm_parameter": "the parameter",
}
"""Type → what is lost with one of its resources, where that is seldom the only copy."""
