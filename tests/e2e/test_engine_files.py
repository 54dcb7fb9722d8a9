"""Files come in, are listed, read back and go, and strict clients accept every answer."""

import json
from pathlib import Path

import openai
import pytest

from tests.support.engine_process import EngineUnderTest, upload


def test_a_file_comes_back_byte_for_byte_and_leaves_the_disk(engine: EngineUnderTest, client: openai.OpenAI) -> None:
    content = bytes(range(256)) * 9000
    file = client.files.create(file=("Letters of Thora.jsonl", content), purpose="fine-tune")
    assert (file.bytes, file.purpose, file.status) == (len(content), "fine-tune", "processed")
    assert client.files.retrieve(file.id) == file
    assert client.files.wait_for_processing(file.id).status == "processed"
    assert client.files.content(file.id).read() == content
    on_disk = [path.name for path in engine.data_dir.rglob("*") if file.id in path.name]
    assert len(on_disk) == 2
    assert not any("Thora" in path.name for path in engine.data_dir.rglob("*"))
    assert client.files.delete(file.id).deleted
    assert not [path for path in engine.data_dir.rglob("*") if file.id in path.name]
    with pytest.raises(openai.NotFoundError):
        client.files.retrieve(file.id)
    with pytest.raises(openai.NotFoundError):
        client.files.content(file.id)
    with pytest.raises(openai.NotFoundError):
        client.files.delete(file.id)


def test_pages_list_every_file_once_newest_first(client: openai.OpenAI) -> None:
    made = [upload(client, b"%d" % number) for number in range(5)]
    listed = [file.id for file in client.files.list(limit=2)]
    assert listed[:5] == made[::-1]
    assert len(listed) == len(set(listed))
    assert [file.id for file in client.files.list(order="asc")] == listed[::-1]
    assert [file.id for file in client.files.list(after=made[3], limit=2)][:3] == made[2::-1]
    assert [file.id for file in client.files.list(purpose="fine-tune")] == listed
    assert client.files.list(purpose="fine-tune-results").data == []


def test_records_of_earlier_versions_are_read_and_told_without_nulls(tmp_path: Path) -> None:
    with EngineUnderTest(tmp_path, None) as first, first.client() as client:
        kept = upload(client, b"{}")
    record = tmp_path / "engine" / "files" / f"{kept}.json"
    told = json.loads(record.read_bytes())
    assert "expires_at" not in told
    record.write_text(json.dumps(told | {"expires_at": None, "status_details": None}), encoding="utf-8")
    with EngineUnderTest(tmp_path, None) as second, second.http() as http:
        assert http.get(f"/files/{kept}").raise_for_status().json() == told


def test_an_expiry_is_kept(client: openai.OpenAI) -> None:
    file = client.files.create(
        file=("a.jsonl", b"{}"), purpose="fine-tune", expires_after={"anchor": "created_at", "seconds": 3600}
    )
    assert file.expires_at is not None
    assert 3590 <= file.expires_at - file.created_at <= 3610


def test_other_purposes_and_forms_without_a_file_are_refused(engine: EngineUnderTest, client: openai.OpenAI) -> None:
    with pytest.raises(openai.BadRequestError, match="fine-tuning only"):
        client.files.create(file=("a.jsonl", b"{}"), purpose="batch")
    with engine.http() as http:
        assert http.post("/files", data={"purpose": "fine-tune"}).status_code == 400
        broken = http.post("/files", content=b"--x\r\n", headers={"Content-Type": "multipart/form-data; boundary=y"})
    assert broken.status_code == 400
