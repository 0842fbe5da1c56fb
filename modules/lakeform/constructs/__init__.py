"""What a lake is made of: one family of resources a module, composed by `lakeform.stack`.

A family is a construct that takes the `Lake`, its `Names` and the families that it stands on, makes
its resources, and keeps as attributes what other families need. All know these conventions:

- A resource's name in Terraform is made of the keys in `lake.yaml` (`aws_s3_bucket.raw`), never of
  the order in the file.
- Policies name ARNs as text where a name is known beforehand, so that a plan shows them whole;
  references are for order.
- What holds data can't be destroyed in a protected environment.
"""
