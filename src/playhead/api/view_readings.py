"""The members of a view on the wire that no column holds: how each is read from several.

Law: pure; each takes the view and its environment, so that `view_shape` can name it.
"""

from playhead.api.view_member import Reading
from playhead.catalog.index import METRIC_BY_ID
from playhead.catalog.measure import read
from playhead.model.access import Environment
from playhead.model.view import View


def nothing(_view: View, _environment: Environment) -> None:
    """Stand for a member that clients expect and nobody fills."""


def always(_view: View, _environment: Environment) -> bool:
    """Stand for a flag that Mux sets on every view and tells clients to ignore."""
    return True


def property_id(_view: View, environment: Environment) -> int:
    """Return the number that older clients know the environment by."""
    return environment.property_id


def asn_with_name(view: View, _environment: Environment) -> str | None:
    """Return the network as `EXAMPLE-NET (AS64500)`."""
    name, number = view.location.asn_name, view.location.asn
    return name if name is None or number is None else f"{name} (AS{number})"


def browser_on_system(view: View, _environment: Environment) -> str | None:
    """Return `<browser> on <operating system>`, or the one that is known."""
    known = [text for text in (view.viewer.browser, view.viewer.operating_system) if text]
    return " on ".join(known) or None


def error_type_where(flag: str) -> Reading:
    """Return a reading: the id of the view's error if the failure of that name happened."""

    def read_error_type(view: View, _environment: Environment) -> int | None:
        failed: bool = getattr(view.failure, flag)
        return view.failure.error_type_id if failed else None

    return read_error_type


def metric(metric_id: str) -> Reading:
    """Return a reading: the view's own value of a metric of the catalog."""
    value = METRIC_BY_ID[metric_id].value

    def read_metric(view: View, _environment: Environment) -> float | None:
        return read(value, view)

    return read_metric
