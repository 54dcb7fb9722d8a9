"""Why the wizard does not go on, in words."""

from PySide6.QtCore import QCoreApplication

from msgtune_gui.core.wizard_flow import MINIMUM_EXAMPLES, Obstacle


def obstacle_words(obstacle: Obstacle | None) -> str:
    """A sentence for beside the primary button; empty when nothing is in the way."""
    if obstacle is None:
        return ""
    translate = QCoreApplication.translate
    words = {
        Obstacle.NO_EXPORT: translate("Obstacle", "Choose an export to continue."),
        Obstacle.READING: translate("Obstacle", "Your export is being read."),
        Obstacle.NOTHING_TICKED: translate("Obstacle", "Tick at least one conversation to continue."),
        Obstacle.NO_VOICE: translate("Obstacle", "Choose who the AI writes as to continue."),
        Obstacle.NOTHING_LEFT: translate("Obstacle", "The filters leave nothing to learn from."),
        Obstacle.COUNTING: translate("Obstacle", "The examples are being counted."),
        Obstacle.OVERLAP_TOO_LARGE: translate(
            "Obstacle", "The overlap has to be smaller than the messages per example."
        ),
        Obstacle.TOO_FEW_EXAMPLES: translate("Obstacle", "At least {count} examples are needed."),
    }
    return words[obstacle].format(count=MINIMUM_EXAMPLES)
