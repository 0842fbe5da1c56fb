#!/bin/bash
# Measures loading on this instance and copies the results to S3.
set -euo pipefail

# What to measure, separated by spaces, and where the results go: write yours here.
TARGETS="s3://BUCKET/bench /mnt/training/bench /mnt/home/notebooks/bench"
RESULTS="s3://BUCKET/bench-results/ec2"
# The wheel that you built, in a bucket of yours: nothing called lakeform is taken from PyPI.
WHEEL="s3://BUCKET/wheels/lakeform-VERSION-py3-none-any.whl"

work=/var/lib/lakeform-bench
mkdir -p "$work"
if ! command -v python3.11 > /dev/null; then
  dnf install -y python3.11
fi
python3.11 -m venv "$work/venv"
aws s3 cp --quiet "$WHEEL" "$work/"
"$work/venv/bin/pip" install --quiet "$work/$(basename "$WHEEL")[bench]"

token=$(curl -sf -X PUT -H "X-aws-ec2-metadata-token-ttl-seconds: 300" \
  http://169.254.169.254/latest/api/token)
instance_type=$(curl -sf -H "X-aws-ec2-metadata-token: $token" \
  http://169.254.169.254/latest/meta-data/instance-type)

read -r -a targets <<< "$TARGETS"
"$work/venv/bin/lakeform" bench-load "${targets[@]}" --workers "1,8,$(nproc)" \
  -o "$work/$instance_type" | tee "$work/table.txt"
aws s3 cp --recursive "$work/$instance_type" "$RESULTS/$instance_type"
aws s3 cp "$work/table.txt" "$RESULTS/$instance_type/table.txt"
