"""What the crash tests share: the log of a server below each failure."""

from tests.servers import pytest_runtest_makereport

__all__ = ["pytest_runtest_makereport"]
