"""What real user agents tell."""

import pytest

from playhead.sessionize.core.agent import Agent, agent_of

_BLINK = "AppleWebKit/537.36 (KHTML, like Gecko)"
_WEBKIT = "AppleWebKit/605.1.15 (KHTML, like Gecko)"
_WINDOWS = f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {_BLINK} Chrome/140.0.0.0 Safari/537.36"

AGENTS: list[tuple[str, tuple[str | None, ...]]] = [
    # browser, its version, engine, system, category, brand, device
    (_WINDOWS, ("Chrome", "140.0", "Blink", "Windows", "desktop", None, None)),
    (f"{_WINDOWS} Edg/140.0.0.0", ("Edge", "140.0", "Blink", "Windows", "desktop", None, None)),
    (
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:143.0) Gecko/20100101 Firefox/143.0",
        ("Firefox", "143.0", "Gecko", "Windows", "desktop", None, None),
    ),
    (
        "Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0",
        ("Firefox", "143.0", "Gecko", "Linux", "desktop", None, None),
    ),
    (
        f"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) {_WEBKIT} Version/18.5 Safari/605.1.15",
        ("Safari", "18.5", "WebKit", "macOS", "desktop", "Apple", "Mac"),
    ),
    (
        f"Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) {_BLINK} Chrome/139.0.0.0 Safari/537.36",
        ("Chrome", "139.0", "Blink", "Chrome OS", "desktop", None, None),
    ),
    (
        "Mozilla/5.0 (Windows NT 6.1; WOW64; Trident/7.0; rv:11.0) like Gecko",
        ("IE", "11.0", "Trident", "Windows", "desktop", None, None),
    ),
    (
        (
            f"Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) {_WEBKIT} Version/18.5 "
            "Mobile/15E148 Safari/604.1"
        ),
        ("Mobile Safari", "18.5", "WebKit", "iOS", "phone", "Apple", "iPhone"),
    ),
    (
        (
            f"Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) {_WEBKIT} CriOS/140.0.7339.39 "
            "Mobile/15E148 Safari/604.1"
        ),
        ("Chrome Mobile iOS", "140.0", "WebKit", "iOS", "phone", "Apple", "iPhone"),
    ),
    (
        (
            f"Mozilla/5.0 (iPad; CPU OS 17_6 like Mac OS X) {_WEBKIT} Version/17.6 Mobile/15E148 "
            "Safari/604.1"
        ),
        ("Mobile Safari", "17.6", "WebKit", "iOS", "tablet", "Apple", "iPad"),
    ),
    (
        f"Mozilla/5.0 (Linux; Android 10; K) {_BLINK} Chrome/140.0.0.0 Mobile Safari/537.36",
        ("Chrome Mobile", "140.0", "Blink", "Android", "phone", None, None),
    ),
    (
        f"Mozilla/5.0 (Linux; Android 10; K) {_BLINK} Chrome/140.0.0.0 Safari/537.36",
        ("Chrome", "140.0", "Blink", "Android", "tablet", None, None),
    ),
    (
        (
            f"Mozilla/5.0 (Linux; Android 14; Pixel 8 Pro) {_BLINK} Chrome/128.0.6613.127 Mobile "
            "Safari/537.36"
        ),
        ("Chrome Mobile", "128.0", "Blink", "Android", "phone", "Google", "Pixel 8 Pro"),
    ),
    (
        f"Mozilla/5.0 (Linux; Android 13; SM-X700) {_BLINK} Chrome/128.0.0.0 Safari/537.36",
        ("Chrome", "128.0", "Blink", "Android", "tablet", None, "SM-X700"),
    ),
    (
        (
            f"Mozilla/5.0 (Linux; Android 14; SAMSUNG SM-S921B) {_BLINK} SamsungBrowser/25.0 "
            "Chrome/121.0.0.0 Mobile Safari/537.36"
        ),
        ("Samsung Internet", "25.0", "Blink", "Android", "phone", "Samsung", "Samsung SM-S921B"),
    ),
    (
        # An app: it tells its device, and nothing of that device's size.
        "Dalvik/2.1.0 (Linux; U; Android 14; Pixel 8 Build/UQ1A.240105.004)",
        ("Android", "14", None, "Android", None, "Google", "Pixel 8"),
    ),
    (
        f"Mozilla/5.0 (SMART-TV; LINUX; Tizen 6.5) {_BLINK} 85.0.4183.93/6.5 TV Safari/537.36",
        ("Safari", None, "WebKit", "Tizen", "tv", "Samsung", "Samsung SMART-TV"),
    ),
    (
        (
            f"Mozilla/5.0 (Web0S; Linux/SmartTV) {_BLINK} Chrome/94.0.4606.128 Safari/537.36 "
            "WebAppManager"
        ),
        ("Chrome", "94.0", "Blink", "Web0S", "tv", "LG", "LG Web0S SmartTV"),
    ),
    (
        (
            f"Mozilla/5.0 (X11; Linux armv7l) {_BLINK} Chrome/110.0.5481.100 Safari/537.36 "
            "CrKey/1.56.500000"
        ),
        ("Chrome", "110.0", "Blink", "Chromecast Linux", "tv", "Google", "Chromecast"),
    ),
    (
        f"Mozilla/5.0 (Linux; Android 9; AFTMM) {_BLINK} Chrome/120.0.0.0 Mobile Safari/537.36",
        ("Chrome Mobile", "120.0", "Blink", "Android", "tv", None, "AFTMM"),
    ),
    (
        "Roku/DVP-12.5 (12.5.5.4174-88)",
        ("Roku", "12.5", None, "Roku", "tv", None, "Roku"),
    ),
    (
        "AppleCoreMedia/1.0.0.21L569 (Apple TV; U; CPU OS 17_6 like Mac OS X; en_us)",
        (None, None, None, "tvOS", "tv", "Apple", "AppleTV"),
    ),
    (
        f"Mozilla/5.0 (PlayStation; PlayStation 5/6.50) {_WEBKIT} Version/13.0 Safari/605.1.15",
        ("Safari", "13.0", "WebKit", None, "console", "Sony", "PlayStation 5"),
    ),
    (
        (
            f"Mozilla/5.0 (Windows NT 10.0; Win64; x64; Xbox; Xbox One) {_BLINK} Chrome/126.0.0.0 "
            "Safari/537.36 Edg/126.0.0.0"
        ),
        ("Edge", "126.0", "Blink", "Windows", "console", None, None),
    ),
    ("curl/8.5.0", ("curl", "8.5", None, None, None, None, None)),
    ("\x00\x01 nonsense ÿ", (None,) * 7),
]


@pytest.mark.parametrize(("user_agent", "expected"), AGENTS)
def test_user_agents(user_agent: str, expected: tuple[str | None, ...]) -> None:
    found = agent_of(user_agent)
    assert (
        found.browser,
        found.browser_version,
        found.browser_engine,
        found.operating_system,
        found.device_category,
        found.device_manufacturer,
        found.device_name,
    ) == expected


def test_nothing_tells_nothing() -> None:
    assert agent_of("") == Agent()


def test_a_long_agent_is_read_in_time() -> None:
    assert agent_of("Mozilla/5.0 (" + "x; " * 300 + ")").browser is None
