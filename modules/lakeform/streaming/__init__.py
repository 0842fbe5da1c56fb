"""What follows from section `streams` without any resource: names, prefixes, rights.

Names and ARNs are written out wherever AWS lets one know them, so that a plan shows the policies
that name them, and a role can be given its rights before the stream is there.
"""
