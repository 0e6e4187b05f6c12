"""Where the server and the provider of single sign-on are said to be."""

from pathlib import Path

import pytest

from playhead.app.settings import Settings, SettingsError, load_settings, without_secrets
from playhead.app.sign_on import ProviderHttp, is_here, provider_of

SIGN_ON = {
    "public_url": "https://video.example/",
    "oidc_issuer": "https://id.example",
    "oidc_client_id": "playhead",
    "oidc_client_secret": "very secret",
}


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"public_url": "video.example"}, "public_url"),
        ({"public_url": "ftp://video.example"}, "public_url"),
        ({"public_url": "https://video.example/stats"}, "public_url"),
        ({"public_url": "https://u:p@video.example"}, "public_url"),
        ({"public_url": "https://["}, "public_url"),
        ({"oidc_issuer": "http://id.example"}, "oidc_issuer"),
        ({"oidc_issuer": "id.example"}, "oidc_issuer"),
        ({"oidc_client_id": None}, "oidc_client_id"),
        ({"oidc_client_secret": None}, "oidc_client_secret_file"),
        ({"oidc_client_secret_file": "missing.txt"}, "either"),
        ({"oidc_unknown_people": "admin"}, "oidc_unknown_people"),
    ],
)
def test_a_mistake_is_told_without_the_secret(
    tmp_path: Path, given: dict[str, object], told: str
) -> None:
    wishes = {name: value for name, value in (SIGN_ON | given).items() if value is not None}
    with pytest.raises(SettingsError) as caught:
        load_settings(tmp_path, {}, wishes)
    assert told in str(caught.value)
    assert "very secret" not in str(caught.value)


def test_a_provider_is_made_of_what_is_set(tmp_path: Path) -> None:
    kept = tmp_path / "secret.txt"
    kept.write_text("from a file\n")
    settings = load_settings(tmp_path, {}, SIGN_ON)
    http = ProviderHttp()
    provider = provider_of(settings, http)
    assert provider is not None
    assert provider.agreement.redirect_uri == "https://video.example/api/v1/sign-in/oidc/callback"
    assert provider.agreement.client_secret == "very secret"
    wishes = {**SIGN_ON, "oidc_client_secret_file": str(kept)}
    del wishes["oidc_client_secret"]
    provider = provider_of(load_settings(tmp_path, {}, wishes), http)
    assert provider is not None
    assert provider.agreement.client_secret == "from a file"
    assert provider_of(Settings(), http) is None
    http.close()


def test_the_secret_is_not_shown() -> None:
    shown = without_secrets(Settings(oidc_client_secret="very secret"))
    assert "very secret" not in repr(shown)


@pytest.mark.parametrize(
    ("host", "here"),
    [
        ("localhost", True),
        ("127.0.0.1", True),
        ("::1", True),
        ("127.0.0.1.example", False),
        ("localhost.example", False),
        ("10.0.0.1", False),
        ("", False),
    ],
)
def test_what_is_on_this_machine_is_known_by_its_name(host: str, *, here: bool) -> None:
    assert is_here(host) is here
