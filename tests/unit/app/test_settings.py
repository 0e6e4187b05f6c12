from pathlib import Path

import pytest

from playhead.app.settings import (
    FILE_NAME,
    Settings,
    SettingsError,
    load_settings,
    without_secrets,
)


def test_what_is_not_set_has_its_default(tmp_path: Path) -> None:
    assert load_settings(tmp_path, {}, {}) == Settings()


@pytest.mark.parametrize(
    ("file", "environ", "command_line", "port"),
    [
        ("", {}, {}, 8000),
        ("port = 1", {}, {}, 1),
        ("port = 1", {"PLAYHEAD_PORT": "2"}, {}, 2),
        ("port = 1", {"PLAYHEAD_PORT": "2"}, {"port": 3}, 3),
        ("", {"PORT": "9", "PLAYHEAD_DATA": "elsewhere"}, {}, 8000),
    ],
)
def test_the_nearest_source_wins(
    tmp_path: Path,
    file: str,
    environ: dict[str, str],
    command_line: dict[str, object],
    port: int,
) -> None:
    (tmp_path / FILE_NAME).write_text(file)
    assert load_settings(tmp_path, environ, command_line).port == port


def test_lists_in_the_environment_are_separated_by_commas(tmp_path: Path) -> None:
    found = load_settings(tmp_path, {"PLAYHEAD_TRUSTED_PROXIES": "10.0.0.0/8, ::1/128,"}, {})
    assert found.trusted_proxies == ["10.0.0.0/8", "::1/128"]
    assert [str(network) for network in found.proxies] == ["10.0.0.0/8", "::1/128"]


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("PORT", "70000", "port"),
        ("PORT", "eighty", "port"),
        ("KEEP_CITY", "perhaps", "keep_city"),
        ("JOURNAL_RETENTION_DAYS", "0", "journal_retention_days"),
        ("LOG_LEVEL", "loud", "log_level"),
        ("TRUSTED_PROXIES", "10.0.0.1/8", "trusted_proxies"),
        ("TLS_CERT", "missing.pem", "tls_key"),
        ("GEO_DATABASES", "missing.mmdb", "missing.mmdb"),
        ("REDIS_URL", "localhost:6379", "redis://host"),
        ("API_RATE", "0", "api_rate"),
        ("API_BURST", "0", "api_burst"),
        ("CLIENT_RATE", "many", "client_rate"),
        ("HSTS", "max-age=1\r\nx: y", "hsts"),
        ("MONITORING_STREAMS", "0", "monitoring_streams = '0': Expected `int` >= 1"),
        ("COUNTS_STREAMS", "60001", "counts_streams = '60001': Expected `int` <= 60000"),
        ("COUNTS_STREAMS_EACH", "-1", "counts_streams_each"),
        ("MONITORING_STREAM_QUESTIONS", "many", "monitoring_stream_questions = 'many'"),
        ("STREAM_THREADS", "65", "stream_threads = '65': Expected `int` <= 64"),
        ("STREAM_HEARTBEAT_S", "0.5", "stream_heartbeat_s = '0.5': Expected `float` >= 1"),
        ("STREAM_STALLED_S", "nan", "stream_stalled_s"),
        ("COUNTS_FRESH_S", "0", "counts_fresh_s = '0': Expected `float` >= 0.5"),
        ("COUNTS_FRESH_S", "inf", "counts_fresh_s"),
        ("COUNTS_REMEMBERED", "1000001", "counts_remembered"),
        ("COUNTS_WAITING", "0", "counts_waiting"),
        ("COUNTS_RATE", "0", "counts_rate"),
    ],
)
def test_a_mistake_is_told_with_its_setting(
    tmp_path: Path, name: str, value: str, told: str
) -> None:
    with pytest.raises(SettingsError) as caught:
        load_settings(tmp_path, {f"PLAYHEAD_{name}": value}, {})
    assert told in str(caught.value)


def test_all_mistakes_of_all_sources_are_told_at_once(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_text('prot = 1\nlog_level = "loud"')
    with pytest.raises(SettingsError) as caught:
        load_settings(tmp_path, {"PLAYHEAD_PORT": "-1"}, {"tls_cert": "a.pem"})
    told = "\n".join(caught.value.mistakes)
    for part in ("'prot'", "log_level", "port", "tls_cert and tls_key"):
        assert part in told


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        (None, None),
        ("redis://localhost:6379/0", "redis://localhost:6379/0"),
        ("redis://:secret@localhost:6379/0", "redis://…@localhost:6379/0"),
        ("rediss://user:se@cret@cache.example/1", "rediss://…@cache.example/1"),
    ],
)
def test_what_is_shown_of_the_settings_has_no_password(url: str | None, shown: str | None) -> None:
    assert without_secrets(Settings(redis_url=url)).redis_url == shown


def test_a_wrong_url_of_redis_is_not_repeated(tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as caught:
        load_settings(tmp_path, {"PLAYHEAD_REDIS_URL": "http://:secret@localhost"}, {})
    assert "secret" not in str(caught.value)


def test_a_file_that_is_no_toml_is_told_as_such(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_text("port: 1")
    with pytest.raises(SettingsError, match=FILE_NAME):
        load_settings(tmp_path, {}, {})


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("postgresql://me:hush@db.example/playhead", "postgresql://…@db.example/playhead"),
        ("postgresql://me@db/p?password=hush&x=1", "postgresql://…@db/p"),
        ("postgresql:///p?password=a@hush", "postgresql:///p"),
        ("postgresql://me:hu@sh@db/p", "postgresql://…@db/p"),
        ("sqlite:////var/control.db", "sqlite:////var/control.db"),
        ("hush", "…"),
    ],
)
def test_a_password_in_a_setting_is_never_shown(tmp_path: Path, given: str, shown: str) -> None:
    settings = load_settings(tmp_path, {"PLAYHEAD_CONTROL_DSN": given}, {})
    assert settings.control_dsn == given
    assert without_secrets(settings).control_dsn == shown


def test_a_setting_with_a_secret_is_not_repeated_when_it_is_wrong(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_text('control_dsn = ["postgresql://me:hush@db/p"]')
    with pytest.raises(SettingsError) as caught:
        load_settings(tmp_path, {}, {})
    assert "control_dsn" in str(caught.value)
    assert "hush" not in str(caught.value)
