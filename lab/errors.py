"""The one error of the lab: something on this machine is missing or a recording came out wrong.

Law: its text is one sentence for a person, saying what failed and what to do.
"""


class LabError(Exception):
    """Says in one sentence what failed and what to do about it."""
