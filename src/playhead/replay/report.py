"""What became of a replay, as a struct for machines and as text for people.

Law: every request that was sent is in exactly one line of the report.
"""

import msgspec


class Report(msgspec.Struct, frozen=True):
    """What was sent, and how it was answered."""

    requests: int
    answered: dict[int, int]
    unanswered: dict[str, int]
    events: int
    views: int
    seconds: float

    @property
    def all_taken(self) -> bool:
        """Whether every request was answered with a 2xx."""
        return not self.unanswered and all(200 <= status < 300 for status in self.answered)


def report_text(report: Report) -> str:
    """Return the report as text."""
    sent = f"{_many(report.requests, 'request')} with {_many(report.events, 'event')}"
    lines = [f"Sent {sent} of {_many(report.views, 'view')} in {report.seconds:.1f} s."]
    for status, count in sorted(report.answered.items()):
        lines.append(f"  answered {status}: {count:,}")
    for reason, count in sorted(report.unanswered.items()):
        lines.append(f"  not answered ({reason}): {count:,}")
    return "\n".join(lines)


def _many(count: int, noun: str) -> str:
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"
