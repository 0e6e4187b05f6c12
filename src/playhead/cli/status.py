"""`playhead status`: how a running server is doing."""

from collections.abc import Mapping

import msgspec

from playhead.cli.data import DEFAULT_DATA, Data, Json, folder_at, running_server
from playhead.cli.stop import CommandError


def status(*, json: Json = False, data: Data = DEFAULT_DATA) -> None:
    """Show what became of every beacon and event, and how far the server is behind."""
    url = running_server(folder_at(data))
    found = _read(url)
    if json:
        print(msgspec.json.encode({"url": url, **found}).decode())
        return
    print(f"server  {url}")
    for name, values in found.items():
        if isinstance(values, Mapping):
            print(f"\n{name}")
            for label, value in values.items():
                if value:
                    print(f"  {label:24} {value:>12,}")
        else:
            print(f"{name:26} {values:>12,}")


def _read(url: str) -> dict[str, int | dict[str, int]]:
    """Return the server's counters: by name, or by name and label."""
    import httpx  # noqa: PLC0415 - only this command needs it
    from prometheus_client.parser import text_string_to_metric_families  # noqa: PLC0415

    try:
        # The certificate is for the public name, the request is for this machine.
        answer = httpx.get(f"{url}/metrics", verify=False, timeout=10)  # noqa: S501
        answer.raise_for_status()
    except httpx.HTTPError as error:
        raise CommandError(f"the server at {url} does not answer: {error}") from error
    found: dict[str, int | dict[str, int]] = {}
    for family in text_string_to_metric_families(answer.text):
        name = family.name.removeprefix("playhead_")
        for sample in family.samples:
            if sample.name.endswith("_created"):
                continue
            if sample.labels:
                label = next(iter(sample.labels.values()))
                by_label = found.setdefault(name, {})
                if isinstance(by_label, dict):
                    by_label[label] = int(sample.value)
            else:
                found[name] = int(sample.value)
    return found
