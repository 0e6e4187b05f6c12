"""A Postman collection from the OpenAPI document: a folder a tag, an example request an operation.

Law: nothing is in the collection that is not in the document. Host and credential are variables
of the collection, so that nobody's secret is written into it.
"""

import json
import re
from collections.abc import Mapping
from typing import Any, Final

_SCHEMA: Final = "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"
_VARIABLE = re.compile(r"\{([A-Z_]+)\}")


def postman(document: Mapping[str, Any], examples: Mapping[str, str]) -> dict[str, Any]:
    """Return the collection; `examples` holds a value of each variable segment."""
    folders: dict[str, list[dict[str, Any]]] = {tag["name"]: [] for tag in document["tags"]}
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            folders[operation["tags"][0]].append(_item(path, method, operation, examples))
    return {
        "info": {
            "name": document["info"]["title"],
            "description": document["info"]["description"],
            "schema": _SCHEMA,
        },
        "auth": {
            "type": "basic",
            "basic": [
                {"key": "username", "value": "{{token_id}}", "type": "string"},
                {"key": "password", "value": "{{token_secret}}", "type": "string"},
            ],
        },
        "variable": [
            {"key": "base_url", "value": "http://localhost:8000"},
            {"key": "token_id", "value": ""},
            {"key": "token_secret", "value": ""},
        ],
        "item": [{"name": name, "item": items} for name, items in folders.items()],
    }


def _item(
    path: str, method: str, operation: Mapping[str, Any], examples: Mapping[str, str]
) -> dict[str, Any]:
    query = [_query(each) for each in operation["parameters"] if each["in"] == "query"]
    on = "&".join(f"{each['key']}={each['value']}" for each in query if not each["disabled"])
    spelled = _VARIABLE.sub(r":\1", path)
    request: dict[str, Any] = {
        "method": method.upper(),
        "description": operation.get("description", ""),
        "header": [{"key": "Accept", "value": "application/json"}],
        "url": {
            "raw": f"{{{{base_url}}}}{spelled}{'?' if on else ''}{on}",
            "host": ["{{base_url}}"],
            "path": spelled.strip("/").split("/"),
            "query": query,
            "variable": [
                {"key": name, "value": examples.get(name, "")} for name in _VARIABLE.findall(path)
            ],
        },
    }
    if not any("accessToken" in way for way in operation["security"]):
        # A person's: Postman keeps the cookie that signing in sets.
        request["auth"] = {"type": "noauth"}
    body = operation.get("requestBody", {}).get("content", {}).get("application/json")
    if body is not None:
        request["header"].append({"key": "Content-Type", "value": "application/json"})
        request["body"] = {"mode": "raw", "raw": json.dumps(body["example"], indent=2)}
    return {"name": operation["summary"], "request": request}


def _query(parameter: Mapping[str, Any]) -> dict[str, Any]:
    example = parameter.get("example", "")
    value = example[0] if isinstance(example, list) else example
    return {
        "key": parameter["name"],
        "value": value,
        "description": parameter["description"],
        "disabled": not parameter.get("required", False),
    }
