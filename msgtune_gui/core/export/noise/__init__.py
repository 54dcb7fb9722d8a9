"""Lines of a conversation that nobody typed: which they are, and which look as if they were."""

from msgtune_gui.core.export.noise.attachments import begins_with_own_name, is_attachment_sentence
from msgtune_gui.core.export.noise.learned import LearnedSentences
from msgtune_gui.core.export.noise.mining import mine_frames
from msgtune_gui.core.export.noise.not_speech import NotSpeech

__all__ = ["LearnedSentences", "NotSpeech", "begins_with_own_name", "is_attachment_sentence", "mine_frames"]
