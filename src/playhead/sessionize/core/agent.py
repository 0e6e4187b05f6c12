"""What a user agent tells of browser, operating system and device.

Reading is `ua-parser`'s work; the words for device categories are ours.

Law: pure; the cache is bounded.
"""

import functools
from typing import Final

import msgspec
from ua_parser import parse

_SYSTEM_NAMES: Final = {"Mac OS X": "macOS", "ATV OS X": "tvOS"}
_NO_BRAND: Final = "Generic"
"""How the parser's brand begins where it knows only the kind of device."""
_NO_DEVICES: Final = frozenset({"Other", "K"})
"""What stands for a device that is not told: browsers on Android all say "K"."""
_TV_SYSTEMS: Final = frozenset({"tvOS", "ATV OS X", "Roku", "WebTV", "Chromecast", "FireOS TV"})
_TV_WORDS: Final = (
    "smart-tv smarttv smart tv tizen web0s webos roku aft bravia hbbtv appletv googletv "
    "crkey netcast viera"
).split()
_DESKTOPS: Final = frozenset(
    {"Windows", "macOS", "Linux", "Ubuntu", "Fedora", "Debian", "Chrome OS", "FreeBSD"}
)
_CONSOLES: Final = ("playstation", "xbox", "nintendo")
_ENGINES: Final = (
    ("Gecko", "gecko/"),
    ("Blink", "chrome/"),
    ("WebKit", "applewebkit/"),
    ("Trident", "trident/"),
)


class Agent(msgspec.Struct, frozen=True, gc=False):
    """What is known of the software and the device behind a user agent."""

    browser: str | None = None
    browser_version: str | None = None
    browser_engine: str | None = None
    operating_system: str | None = None
    operating_system_version: str | None = None
    device_category: str | None = None
    device_manufacturer: str | None = None
    device_name: str | None = None
    device_model: str | None = None


@functools.lru_cache(maxsize=10_000)
def agent_of(user_agent: str) -> Agent:
    """Return what `user_agent` tells; an empty `Agent` where it tells nothing."""
    if not user_agent:
        return Agent()
    found = parse(user_agent)
    browser, system, device = found.user_agent, found.os, found.device
    os_name = None if system is None else _SYSTEM_NAMES.get(system.family, system.family)
    family = None if device is None or device.family in _NO_DEVICES else device.family
    known = None if family is None else device
    brand = None if known is None or (known.brand or "").startswith(_NO_BRAND) else known.brand
    return Agent(
        browser=None if browser is None else browser.family,
        browser_version=None if browser is None else _version(browser.major, browser.minor),
        browser_engine=_engine(user_agent.lower()),
        operating_system=os_name,
        operating_system_version=None if system is None else _version(system.major, system.minor),
        device_category=_category(user_agent.lower(), os_name, family),
        device_manufacturer=brand,
        device_name=family,
        device_model=None if known is None else known.model,
    )


def _version(major: str | None, minor: str | None) -> str | None:
    return ".".join(part for part in (major, minor) if part) or None


def _engine(agent: str) -> str | None:
    if "like gecko" in agent:
        agent = agent.replace("gecko/", "")
    return next((name for name, sign in _ENGINES if sign in agent), None)


def _category(agent: str, system: str | None, device: str | None) -> str | None:
    """Return one of the thirteen device categories that need telling apart, or None."""
    name = (device or "").lower()
    if any(word in agent for word in _CONSOLES):
        return "console"
    if system in _TV_SYSTEMS or any(word in agent for word in _TV_WORDS):
        return "tv"
    if "ipad" in name or "tablet" in name or "kindle" in name:
        return "tablet"
    if system == "Android":
        return _android_category(agent)
    if system == "iOS" or "iphone" in name or "smartphone" in name:
        return "phone"
    if system == "watchOS":
        return "wearable"
    if system in _DESKTOPS:
        return "desktop"
    return None


def _android_category(agent: str) -> str | None:
    """Tell phone from tablet: browsers leave a word out on tablets, apps never say it."""
    if "mobile" in agent:
        return "phone"
    return "tablet" if agent.startswith("mozilla/") else None
