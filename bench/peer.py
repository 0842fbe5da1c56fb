"""The peer of the benchmark: a minimal stack through the prebuilt provider."""

import sys

from cdktf import App, TerraformStack
from cdktf_cdktf_provider_aws.provider import AwsProvider
from cdktf_cdktf_provider_aws.s3_bucket import S3Bucket

app = App(outdir=sys.argv[1])
stack = TerraformStack(app, "peer")
AwsProvider(stack, "aws", region="us-east-1")
S3Bucket(stack, "bucket", bucket="peer")
app.synth()
