"""An upload beyond the limit is refused and leaves nothing behind."""

from pathlib import Path

import httpx2
from starlette.applications import Starlette

from msgtune_gui.engine.server.answers import EXCEPTION_HANDLERS
from msgtune_gui.engine.server.file_routes import FileRoutes
from msgtune_gui.engine.store.files import FileStore
from msgtune_gui.engine.store.jobs import JobStore
from msgtune_gui.engine.store.models import ModelStore
from msgtune_gui.engine.store.spent_jobs import SpentJobs
from tests.support.loopback import Loopback


def test_an_upload_beyond_the_limit_is_refused_and_leaves_nothing(tmp_path: Path) -> None:
    files, jobs = FileStore(tmp_path), JobStore(tmp_path / "jobs")
    spent_jobs = SpentJobs(jobs, files, ModelStore(tmp_path / "models", jobs))
    routes = FileRoutes(files, spent_jobs, upload_limit=2 * 1024 * 1024).routes()
    with (
        Loopback(Starlette(routes=routes, exception_handlers=EXCEPTION_HANDLERS)) as server,
        httpx2.Client(base_url=f"http://127.0.0.1:{server.port}/v1", trust_env=False) as http,
    ):
        large = http.post("/files", data={"purpose": "fine-tune"}, files={"file": ("a", b"x" * (3 * 1024 * 1024))})
        assert large.status_code == 413
        assert large.json()["error"]["code"] == "file_too_large"
        assert list(tmp_path.iterdir()) == []
        small = http.post("/files", data={"purpose": "fine-tune"}, files={"file": ("a", b"x" * (1024 * 1024))})
        assert small.status_code == 200
