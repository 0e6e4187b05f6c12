import pytest

from playhead.throttle.client import UNKNOWN, prefix_of


@pytest.mark.parametrize(
    ("address", "prefix"),
    [
        ("192.0.2.77", "192.0.2.0/24"),
        ("2001:db8:1:2::77", "2001:db8:1::/48"),
        ("::ffff:192.0.2.77", "192.0.2.0/24"),
        ("fe80::1%eth0", "fe80::/48"),
        (None, UNKNOWN),
        ("", UNKNOWN),
        ("/run/playhead.sock", UNKNOWN),
        ("1.2.3.4.5", UNKNOWN),
    ],
)
def test_strangers_are_counted_by_their_network(address: str | None, prefix: str) -> None:
    assert prefix_of(address) == prefix
