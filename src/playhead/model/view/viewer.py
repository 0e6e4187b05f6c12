"""Who watched, on what, from where: as much of it as privacy leaves us."""

from typing import Annotated

import msgspec

from playhead.model.column import decimal, flag, integer, label, text


class Viewer(msgspec.Struct, frozen=True):
    """Software, device, connection and plan of the viewer."""

    browser: Annotated[str | None, label("browser or app")] = None
    browser_version: Annotated[str | None, label("its version")] = None
    browser_engine: Annotated[str | None, label("its engine")] = None
    operating_system: Annotated[str | None, label("operating system")] = None
    operating_system_version: Annotated[str | None, label("its version")] = None
    viewer_os_architecture: Annotated[str | None, label("processor architecture")] = None
    viewer_device_category: Annotated[str | None, label("desktop, phone, tablet, tv, …")] = None
    viewer_device_manufacturer: Annotated[str | None, label("brand of the device")] = None
    viewer_device_name: Annotated[str | None, label("name of the device")] = None
    viewer_device_model: Annotated[str | None, label("model code of the device")] = None
    viewer_connection_type: Annotated[str | None, label("cellular, wifi, wired, other")] = None
    viewer_connection_low_data_mode: Annotated[bool | None, flag("low data mode")] = None
    viewer_user_agent: Annotated[str | None, text("user agent as sent", 1024)] = None
    viewer_plan: Annotated[str | None, label("plan of the viewer")] = None
    viewer_plan_status: Annotated[str | None, label("status of the plan")] = None
    viewer_plan_category: Annotated[str | None, label("category of the plan")] = None


class Location(msgspec.Struct, frozen=True):
    """Where the viewer's network is."""

    asn: Annotated[int | None, integer("autonomous system number")] = None
    asn_name: Annotated[str | None, label("name of the autonomous system")] = None
    continent_code: Annotated[str | None, label("two-letter continent")] = None
    country: Annotated[str | None, label("ISO 3166-1 alpha-2")] = None
    country_name: Annotated[str | None, label("English name of the country")] = None
    region: Annotated[str | None, label("state or province")] = None
    city: Annotated[str | None, label("city")] = None
    latitude: Annotated[float | None, decimal("degrees, one decimal")] = None
    longitude: Annotated[float | None, decimal("degrees, one decimal")] = None
    address_prefix: Annotated[str | None, text("address cut to /24 or /48")] = None
