"""Jobs of which nothing is left but their record: those go as well, since nobody can ask for that."""

from msgtune_gui.engine.errors import RequestRefused
from msgtune_gui.engine.protocol import FineTuningJob
from msgtune_gui.engine.store.files import FileStore
from msgtune_gui.engine.store.jobs import JobStore
from msgtune_gui.engine.store.models import ModelStore


class SpentJobs:
    """Forgets jobs that have ended once their files and their model were deleted; OpenAI's protocol deletes no job."""

    def __init__(self, jobs: JobStore, files: FileStore, models: ModelStore) -> None:
        self._jobs = jobs
        self._files = files
        self._models = models

    def forget(self) -> None:
        """Look through all jobs; for after a deletion."""
        for job in self._jobs.all():
            if job.ended and not self._leaves_something(job):
                self._jobs.forget(job.id)

    def _leaves_something(self, job: FineTuningJob) -> bool:
        if job.fine_tuned_model is not None and self._models.get(job.fine_tuned_model) is not None:
            return True
        files = (job.training_file, job.validation_file, *job.result_files)
        return any(self._is_kept(file) for file in files if file is not None)

    def _is_kept(self, file: str) -> bool:
        try:
            self._files.get(file)
        except RequestRefused:
            return False
        return True
