"""lakeform: one file, `lake.yaml`, becomes the Terraform of a data repository on AWS.

The way of the data has one direction, and each arrow is one function between two named types::

    lake.yaml ─ config.load ──────→ Lake              frozen and checked, one an environment
         Lake ─ app.build ────────→ App               the CDKTF tree, composed in `stack`
          App ─ app.synthesize ───→ Synthesis         cdktf.out/stacks/ENVIRONMENT/cdk.tf.json
    Synthesis ─ terraform.Terraform → plan JSON       real Terraform, offline or on the embedded AWS
    plan JSON ─ plan.load ────────→ Plan              frozen, sensitive values masked
         Lake ─ access.effective ─→ rows              who may do what on which data

Later stages never import earlier ones: `plan` reads any plan, lakeform's or not.
"""
