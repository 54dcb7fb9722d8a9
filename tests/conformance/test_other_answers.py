"""Answers that the specification describes and ties to no status: the pieces of a stream, and refusals."""

import json

import httpx2
import jsonschema_rs
import pytest

from tests.conformance.services import AHOY, Server
from tests.conformance.specification import specification


def validator(name: str) -> jsonschema_rs.Draft202012Validator:
    """Holds a value against one of the specification's schemas."""
    whole = {"$ref": f"#/components/schemas/{name}", "components": specification()["components"]}
    return jsonschema_rs.Draft202012Validator(whole)


def asking(server: Server, key: str | None = None) -> httpx2.Client:
    headers = {"Authorization": f"Bearer {key or server.key}"}
    return httpx2.Client(base_url=server.base_url, headers=headers, trust_env=False, timeout=60)


@pytest.mark.parametrize("options", [None, {"include_usage": True}])
def test_every_piece_of_a_stream_is_as_specified(server: Server, options: dict[str, bool] | None) -> None:
    wanted = {"model": server.base_model, "messages": AHOY, "stream": True, "max_completion_tokens": 4, "seed": 1}
    if options is not None:
        wanted["stream_options"] = options
    with asking(server) as http, http.stream("POST", "/chat/completions", json=wanted) as answer:
        assert answer.headers["content-type"].partition(";")[0] == "text/event-stream"
        events = [line.removeprefix("data: ") for line in answer.iter_lines() if line]
    *chunks, end = events
    assert end == "[DONE]"
    assert len(chunks) > 2
    specified = validator("CreateChatCompletionStreamResponse")
    for chunk in chunks:
        specified.validate(json.loads(chunk))


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("GET", "/files/nothing", None),
        ("GET", "/files?limit=much", None),
        ("GET", "/fine_tuning/jobs/nothing", None),
        ("GET", "/models/nothing", None),
        ("DELETE", "/models/nothing", None),
        ("POST", "/fine_tuning/jobs", b"{"),
        ("POST", "/fine_tuning/jobs", b'{"model": 1}'),
        ("POST", "/chat/completions", b"[]"),
    ],
)
def test_refusals_are_as_specified(server: Server, method: str, path: str, body: bytes | None) -> None:
    with asking(server) as http:
        refused = http.request(method, path, content=body)
    assert refused.status_code in {400, 404}
    validator("ErrorResponse").validate(refused.json())
    with asking(server, "wrong") as http:
        locked_out = http.request(method, path, content=body)
    assert locked_out.status_code == 401
    validator("ErrorResponse").validate(locked_out.json())
