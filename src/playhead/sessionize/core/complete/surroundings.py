"""The families around the viewer: software, device and place.

What the client states wins; what it leaves out is read from the user agent.
"""

from typing import Final

from playhead.catalog.countries import continent_of, name_of
from playhead.model.beacon import Place
from playhead.model.view import Location, Viewer
from playhead.sessionize.core.agent import agent_of
from playhead.sessionize.core.complete.texts import text_columns, texts
from playhead.sessionize.core.open_view import OpenView
from playhead.sessionize.core.values import text, truth

LONGEST_AGENT: Final = 1024
_VIEWER: Final = text_columns(
    Viewer,
    browser="viewer_application_name",
    browser_version="viewer_application_version",
    browser_engine="viewer_application_engine",
    operating_system="viewer_os_family mux_viewer_os_family",
    operating_system_version="viewer_os_version mux_viewer_os_version",
    viewer_device_category="viewer_device_category mux_viewer_device_category",
    viewer_device_manufacturer="viewer_device_manufacturer mux_viewer_device_manufacturer",
    viewer_device_name="viewer_device_name mux_viewer_device_name",
    viewer_device_model="viewer_device_model mux_viewer_device_model",
    viewer_user_agent="",
)


_SYSTEM: Final = tuple(row for row in _VIEWER if row[0] == "operating_system")


def operating_system_of(view: OpenView) -> str | None:
    """Return the operating system alone: live viewing asks for no more."""
    stated: str | None = texts(view.sticky, _SYSTEM).get("operating_system")
    return stated or agent_of(view.user_agent).operating_system


def viewer_of(view: OpenView) -> Viewer:
    """Return software, device, connection and plan."""
    agent = agent_of(view.user_agent)
    stated = texts(view.sticky, _VIEWER).get
    browser = stated("browser")
    system = stated("operating_system")
    return Viewer(
        browser=browser or agent.browser,
        # A version belongs to its name: ours to a stranger's browser would be a lie.
        browser_version=stated("browser_version") or (None if browser else agent.browser_version),
        browser_engine=stated("browser_engine") or agent.browser_engine,
        operating_system=system or agent.operating_system,
        operating_system_version=stated("operating_system_version")
        or (None if system else agent.operating_system_version),
        viewer_os_architecture=stated("viewer_os_architecture"),
        viewer_device_category=stated("viewer_device_category") or agent.device_category,
        viewer_device_manufacturer=stated("viewer_device_manufacturer")
        or agent.device_manufacturer,
        viewer_device_name=stated("viewer_device_name") or agent.device_name,
        viewer_device_model=stated("viewer_device_model") or agent.device_model,
        viewer_connection_type=stated("viewer_connection_type"),
        viewer_connection_low_data_mode=truth(view.sticky.get("viewer_connection_low_data_mode")),
        viewer_user_agent=text(view.user_agent, LONGEST_AGENT),
        viewer_plan=stated("viewer_plan"),
        viewer_plan_status=stated("viewer_plan_status"),
        viewer_plan_category=stated("viewer_plan_category"),
    )


def location_of(place: Place) -> Location:
    """Return where the viewer's network is."""
    return Location(
        asn=place.asn,
        asn_name=place.asn_name,
        continent_code=continent_of(place.country) if place.country else None,
        country=place.country,
        country_name=name_of(place.country) if place.country else None,
        region=place.region,
        city=place.city,
        latitude=place.latitude,
        longitude=place.longitude,
        address_prefix=place.address_prefix,
    )
