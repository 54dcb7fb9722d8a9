"""A service as Nebius is: no metadata, no file status, no model's name, but an adapter to bring home."""

from dataclasses import replace
from pathlib import Path

import pytest

from msgtune_gui.core.deletion import Fate, Trace
from msgtune_gui.core.errors import Unreachable, UserError
from msgtune_gui.core.jobs import Run, RunState, Trouble, TuneProgress, TuneStep
from msgtune_gui.core.tuning import delete_run
from msgtune_gui.services.openai_tuning import OpenAITuningService
from msgtune_gui.services.profiles import SERVICES
from tests.support.stand_in import StandIn
from tests.support.stand_in_faults import Cut, LoseAnswer, Refuse, Reset
from tests.support.tuning_over_http import CHOICES, TuningOverHttp

JOBS = "/fine_tuning/jobs"
NEBIUS = SERVICES["nebius"]
CHOSEN = replace(CHOICES, service="nebius", base_model="Qwen/Qwen3-0.6B")


@pytest.fixture
def service(tuning: TuningOverHttp, stand_in: StandIn) -> OpenAITuningService:
    stand_in.be_nebius()
    return tuning.service(hosted=NEBIUS, strict=False)


def _take_in(run: Run, folder: Path) -> str:
    """Stands at the place of the engine, which has tests of its own."""
    assert sorted(path.name for path in folder.iterdir()) == ["adapter_config.json", "adapter_model.safetensors"]
    return f"taken-in-{run.client_id}"


def test_the_adapter_comes_home(tuning: TuningOverHttp, service: OpenAITuningService, stand_in: StandIn) -> None:
    told: list[TuneProgress] = []

    ended = tuning.tune(tuning.new_run(CHOSEN), told.append, service=service, take_in=_take_in)

    assert (ended.state, ended.taken_in) == (RunState.SUCCEEDED, True)
    assert ended.model == f"taken-in-{ended.client_id}"
    folder = tuning.store.folder(ended.identifier) / "adapter"
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == dict(stand_in.adapter)
    fetched = [progress.fraction for progress in told if progress.step is TuneStep.FETCHING_ADAPTER]
    assert fetched[0] is None
    assert fetched[-1] == 1.0
    trained = [progress.fraction for progress in told if progress.step is TuneStep.TRAINING]
    assert trained[-1] == 1.0


def test_the_job_asks_for_an_adapter(tuning: TuningOverHttp, service: OpenAITuningService, stand_in: StandIn) -> None:
    tuning.tune(tuning.new_run(CHOSEN), service=service, take_in=_take_in)

    wanted = stand_in.seen("POST", JOBS)[0].json()
    hyperparameters = wanted["method"]["supervised"]["hyperparameters"]
    # Without it every weight is tuned, and there is no adapter.
    assert hyperparameters["lora"] is True
    assert hyperparameters["n_epochs"] == 3


def test_its_base_models_are_those_that_its_guide_names(service: OpenAITuningService, stand_in: StandIn) -> None:
    assert "Qwen/Qwen3-0.6B" not in stand_in.base_models
    models = service.base_models()

    assert [model.name for model in models] == [model.name for model in NEBIUS.about_models]
    assert stand_in.seen("GET", "/models")


@pytest.mark.parametrize("path", ["/files", JOBS])
def test_a_lost_answer_is_found_without_metadata_and_pages(
    tuning: TuningOverHttp, service: OpenAITuningService, stand_in: StandIn, path: str
) -> None:
    stand_in.fault("POST", path, LoseAnswer())

    ended = tuning.tune(tuning.new_run(CHOSEN), service=service, take_in=_take_in)

    assert list(stand_in.jobs) == [ended.job_id]
    assert len(stand_in.seen("POST", path)) == 1


@pytest.mark.parametrize("fault", [Cut(), Reset(), Refuse(500)])
@pytest.mark.parametrize("path", [".*/checkpoints", "/files/.*/content", "/files/[^/]*"])
def test_a_broken_download_is_tried_again(
    tuning: TuningOverHttp, service: OpenAITuningService, stand_in: StandIn, path: str, fault: Cut | Reset | Refuse
) -> None:
    run, told = tuning.new_run(CHOSEN), list[TuneProgress]()

    def break_it(progress: TuneProgress) -> None:
        told.append(progress)
        if progress.step is TuneStep.FETCHING_ADAPTER and progress.fraction is None and not progress.trouble:
            stand_in.fault("GET", path, fault)

    ended = tuning.tune(run, break_it, service=service, take_in=_take_in)

    assert ended.state is RunState.SUCCEEDED
    assert [progress.trouble for progress in told if progress.trouble] == [Trouble.UNREACHABLE]


def test_an_adapter_that_cannot_be_taken_in_is_kept(
    tuning: TuningOverHttp, service: OpenAITuningService, stand_in: StandIn
) -> None:
    def refuse(_run: Run, _folder: Path) -> str:
        raise UserError("Its base model is not on this computer.", "Get it first.")

    run = tuning.new_run(CHOSEN)
    with pytest.raises(UserError, match="not on this computer"):
        tuning.tune(run, service=service, take_in=refuse)

    left = tuning.saved(run)
    assert left.state is RunState.FETCHING_ADAPTER
    assert tuning.tune(left, service=service, take_in=_take_in).state is RunState.SUCCEEDED
    assert len(stand_in.jobs) == 1


def test_an_engine_that_does_not_answer_is_waited_for(tuning: TuningOverHttp, service: OpenAITuningService) -> None:
    asked: list[Run] = []

    def twice(run: Run, folder: Path) -> str:
        asked.append(run)
        if len(asked) == 1:
            raise Unreachable("It did not answer.")
        return _take_in(run, folder)

    assert tuning.tune(tuning.new_run(CHOSEN), service=service, take_in=twice).state is RunState.SUCCEEDED


def test_without_an_adapter_it_is_said(tuning: TuningOverHttp, service: OpenAITuningService, stand_in: StandIn) -> None:
    stand_in.adapter = {}
    with pytest.raises(UserError, match="no adapter"):
        tuning.tune(tuning.new_run(CHOSEN), service=service, take_in=_take_in)


def test_names_of_files_stay_in_the_folder(
    tuning: TuningOverHttp, service: OpenAITuningService, stand_in: StandIn
) -> None:
    stand_in.adapter = {"../../../adapter_config.json": b"{}", "deep/er/adapter_model.safetensors": b"1"}

    ended = tuning.tune(tuning.new_run(CHOSEN), service=service, take_in=_take_in)

    assert ended.state is RunState.SUCCEEDED


def test_everything_is_deleted_there_and_here(
    tuning: TuningOverHttp, service: OpenAITuningService, stand_in: StandIn
) -> None:
    ended = tuning.tune(tuning.new_run(CHOSEN), service=service, take_in=_take_in)
    assert len(stand_in.files) == 3
    engine = tuning.service(hosted=SERVICES["local"])

    told = delete_run(ended, service, lambda: engine, tuning.store, keeps=NEBIUS.profile.keeps)

    fates = {each.trace: each.fate for each in told}
    assert fates[Trace.RESULT_FILES] is Fate.DELETED
    assert fates[Trace.MODEL_HERE] is Fate.DELETED
    assert fates[Trace.REMOTE_MODEL] is Fate.NOTHING_THERE
    assert not stand_in.files
    assert [request.path for request in stand_in.seen("DELETE", "/models/.*")] == [f"/models/{ended.model}"]
    assert not tuning.store.all()


def test_a_model_whose_name_was_never_heard_is_deleted_by_the_run(
    tuning: TuningOverHttp, service: OpenAITuningService, stand_in: StandIn
) -> None:
    def never_answer(_run: Run, _folder: Path) -> str:
        raise Unreachable("It did not answer.")

    run = tuning.new_run(CHOSEN)
    with pytest.raises(Unreachable):
        tuning.tune(run, service=service, take_in=never_answer, patience_s=0.0)
    left = tuning.cancel(tuning.saved(run), service)

    delete_run(left, service, lambda: tuning.service(hosted=SERVICES["local"]), tuning.store, keeps="")

    assert [request.path for request in stand_in.seen("DELETE", "/models/.*")] == [f"/models/{run.client_id}"]
