"""What several policies ask of a plan: found out once a plan, in terms of AWS.

Where a plan doesn't say, these say so too (None, or a second list of what couldn't be placed), so
that a policy can answer "unknown".
"""
