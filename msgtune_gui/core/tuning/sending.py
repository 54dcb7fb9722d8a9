"""From the choices to a file at the service: the account is asked, the examples are sent, and taken back if refused."""

from collections.abc import Sequence
from dataclasses import replace

from msgtune_gui.core.errors import TrainingClosed, UserError
from msgtune_gui.core.jobs import Run, RunState, TuneProgress, TuneStep
from msgtune_gui.core.ports import TuningService
from msgtune_gui.core.service_profile import TuningRight
from msgtune_gui.core.tuning.beginning import sent_name
from msgtune_gui.core.tuning.under_way import ASKED_AGAIN_LATER, RunUnderWay

_TAKING_BACK_S = 10.0
"""How long the deleting of a file that a service refused is tried again."""


def check_account(under_way: RunUnderWay) -> None:
    """Try the key and ask for the right to tune while nothing has left the computer.

    There is no patience here, because nothing is lost by saying at once that the service cannot be reached.
    """
    under_way.report(TuneProgress(under_way.run, TuneStep.CHECKING_ACCOUNT))
    names = [model.name for model in under_way.service.base_models()]
    if under_way.run.base_model not in names:
        raise under_way.failed(UserError("The service does not train this base model.", "Choose another one."))
    if under_way.service.tuning_right() is TuningRight.REFUSED:
        raise under_way.failed(
            TrainingClosed(
                "The service no longer lets this account start a training.",
                "Nothing was uploaded. Choose This computer instead; all your choices are kept.",
            )
        )
    under_way.save(replace(under_way.run, state=RunState.UPLOADING))


def upload(under_way: RunUnderWay, *, in_doubt: bool) -> None:
    """Send the training file. Whenever it may have arrived already, it is looked for before it is sent.

    Args:
        under_way: The run.
        in_doubt: Whether it may have been sent before.
    """
    run, service = under_way.run, under_way.service
    path = under_way.store.folder(run.identifier) / run.training_file

    def on_bytes(done: int, total: int) -> None:
        under_way.report(TuneProgress(run, TuneStep.UPLOADING, done / total if total else None))

    on_bytes(0, 0)
    try:
        file_id = (_arrived(under_way) if in_doubt else None) or under_way.insist(
            lambda: service.upload(path, sent_name(run.client_id), on_bytes, under_way.cancel),
            found=lambda: _arrived(under_way),
        )
    except ASKED_AGAIN_LATER:
        raise
    except UserError as error:
        raise refused(under_way, error) from error
    under_way.save(replace(run, state=RunState.UPLOADED, file_id=file_id))


def check_file(under_way: RunUnderWay) -> None:
    """Wait until the service can use the file, and see to it that it has only one."""
    under_way.report(TuneProgress(under_way.run, TuneStep.CHECKING_FILE))
    service, file_id = under_way.service, under_way.known(under_way.run.file_id)
    try:
        under_way.insist(lambda: service.wait_for_file(file_id, under_way.cancel))
        for spare in under_way.insist(lambda: copies_there(under_way.run, service)):
            if spare != file_id:
                under_way.insist(lambda spare=spare: service.delete_file(spare))  # type: ignore[misc]
    except ASKED_AGAIN_LATER:
        raise
    except UserError as error:
        raise refused(under_way, error) from error
    under_way.cancel.raise_if_cancelled()
    under_way.save(replace(under_way.run, state=RunState.CREATING_JOB))


def refused(under_way: RunUnderWay, error: UserError) -> UserError:
    """Take back the private file, which is of no use to anybody now, and tell what became of it.

    Returns:
        The error to be raised; the run is saved as failed.
    """
    run, service = under_way.run, under_way.service

    def take_back() -> bool:
        copies = copies_there(run, service)
        for file_id in copies:
            service.delete_file(file_id)
        return bool(copies)

    left = run.file_id
    try:
        was_there = under_way.insist(take_back, patience_s=_TAKING_BACK_S)
        left = None
        fate = "The uploaded examples were deleted there." if was_there else "Nothing was left there."
    except UserError:
        fate = "The uploaded examples could not be deleted there; delete this training to try it again."
    under_way.run = replace(run, file_id=left)
    return under_way.failed(type(error)(error.message, f"{fate} {error.advice}".strip()))


def copies_there(run: Run, service: TuningService) -> Sequence[str]:
    """Ids of every copy of the training file at the service, also one whose upload was never answered."""
    known = () if run.file_id is None else (run.file_id,)
    named = service.files_called(sent_name(run.client_id))
    return tuple(dict.fromkeys((*known, *named)))


def _arrived(under_way: RunUnderWay) -> str | None:
    """Id of the file that was sent, if it has arrived."""
    name = sent_name(under_way.run.client_id)
    arrived = under_way.look_for(lambda: under_way.service.files_called(name))
    return arrived[0] if arrived else None
