"""How a command stops when it cannot do what was asked."""


class CommandError(Exception):
    """One or more sentences for the person at the terminal, and an exit status."""

    def __init__(self, message: str, *, exit_status: int = 1) -> None:
        """Keep both."""
        super().__init__(message)
        self.exit_status = exit_status
