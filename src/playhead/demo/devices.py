"""What the demo's viewers watch on.

Law: data only. The user agents are of the form that these browsers send; the players are invented.
"""

from typing import Final

import msgspec


class Player(msgspec.Struct, frozen=True):
    """The site's player for a kind of device, in the versions that are about."""

    name: str
    versions: tuple[str, ...]


class Screen(msgspec.Struct, frozen=True):
    """A kind of device: the player's size on it, and how it is connected how well."""

    width: int
    height: int
    connections: tuple[str, ...]
    ladders: tuple[str, ...]


class Device(msgspec.Struct, frozen=True):
    """A browser on a device. `weight` is its share of viewers."""

    weight: float
    player: Player
    screen: Screen
    user_agent: str


_SITE = Player("Site player", ("4.2.0", "4.2.0", "4.1.3"))
_MOBILE = Player("Mobile player", ("4.2.0", "4.1.3", "3.9.8"))
_SOFA = Player("Living room player", ("2.5.1", "2.4.0"))

_DESKTOP = Screen(1280, 720, ("wired", "wifi"), ("middle", "wide", "wide"))
_PHONE = Screen(390, 219, ("wifi", "cellular", "cellular"), ("narrow", "middle"))
_TABLET = Screen(820, 461, ("wifi",), ("middle",))
_TV = Screen(1920, 1080, ("wired", "wifi"), ("wide",))

_WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64"
_MAC = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)"
_ANDROID = "Mozilla/5.0 (Linux; Android"
_CHROMIUM = "AppleWebKit/537.36 (KHTML, like Gecko)"
_SAFARI = "AppleWebKit/605.1.15 (KHTML, like Gecko)"

# fmt: off
DEVICES: Final = (
    Device(0.20, _SITE, _DESKTOP, f"{_WINDOWS}) {_CHROMIUM} Chrome/142.0.0.0 Safari/537.36"),
    Device(0.06, _SITE, _DESKTOP,
           f"{_WINDOWS}) {_CHROMIUM} Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0"),
    Device(0.05, _SITE, _DESKTOP, f"{_WINDOWS}; rv:144.0) Gecko/20100101 Firefox/144.0"),
    Device(0.08, _SITE, _DESKTOP, f"{_MAC} {_SAFARI} Version/18.6 Safari/605.1.15"),
    Device(0.06, _SITE, _DESKTOP, f"{_MAC} {_CHROMIUM} Chrome/141.0.0.0 Safari/537.36"),
    Device(0.03, _SITE, _DESKTOP,
           "Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0"),
    Device(0.17, _MOBILE, _PHONE,
           "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) "
           f"{_SAFARI} Version/18.6 Mobile/15E148 Safari/604.1"),
    Device(0.14, _MOBILE, _PHONE,
           f"{_ANDROID} 15; Pixel 9) {_CHROMIUM} Chrome/142.0.0.0 Mobile Safari/537.36"),
    Device(0.05, _MOBILE, _PHONE,
           f"{_ANDROID} 14; SM-S921B) {_CHROMIUM} SamsungBrowser/27.0 Chrome/125.0.0.0 "
           "Mobile Safari/537.36"),
    Device(0.05, _MOBILE, _TABLET,
           "Mozilla/5.0 (iPad; CPU OS 17_7 like Mac OS X) "
           f"{_SAFARI} Version/17.7 Mobile/15E148 Safari/604.1"),
    Device(0.02, _MOBILE, _TABLET,
           f"{_ANDROID} 14; SM-X710) {_CHROMIUM} Chrome/141.0.0.0 Safari/537.36"),
    Device(0.05, _SOFA, _TV,
           f"Mozilla/5.0 (SMART-TV; LINUX; Tizen 7.0) {_CHROMIUM} Version/7.0 TV Safari/537.36"),
    Device(0.04, _SOFA, _TV,
           f"Mozilla/5.0 (Web0S; Linux/SmartTV) {_CHROMIUM} Chrome/108.0.5359.211 "
           "Safari/537.36 WebAppManager"),
)
# fmt: on
