"""Typed classes for AWS resources, one module a service: `from lakeform.aws.s3 import S3Bucket`.

Every module but `base` is generated from the AWS provider's own schema by scripts/generate_aws.py,
for the types that scripts/aws_types.txt lists. None is imported before it is asked for.
"""
