"""The sentences that Meta writes, one file for each language; each names where its sentences were seen."""

from msgtune_gui.core.export.noise.table import SentenceTable
from msgtune_gui.core.export.noise.tables.czech import CZECH
from msgtune_gui.core.export.noise.tables.dutch import DUTCH
from msgtune_gui.core.export.noise.tables.english import ENGLISH
from msgtune_gui.core.export.noise.tables.french import FRENCH
from msgtune_gui.core.export.noise.tables.german import GERMAN
from msgtune_gui.core.export.noise.tables.indonesian import INDONESIAN
from msgtune_gui.core.export.noise.tables.italian import ITALIAN
from msgtune_gui.core.export.noise.tables.korean import KOREAN
from msgtune_gui.core.export.noise.tables.norwegian import NORWEGIAN
from msgtune_gui.core.export.noise.tables.polish import POLISH
from msgtune_gui.core.export.noise.tables.portuguese import PORTUGUESE
from msgtune_gui.core.export.noise.tables.spanish import SPANISH
from msgtune_gui.core.export.noise.tables.thai import THAI
from msgtune_gui.core.export.noise.tables.turkish import TURKISH
from msgtune_gui.core.export.noise.tables.vietnamese import VIETNAMESE

TABLES = (
    ENGLISH,
    CZECH,
    DUTCH,
    FRENCH,
    GERMAN,
    INDONESIAN,
    ITALIAN,
    KOREAN,
    NORWEGIAN,
    POLISH,
    PORTUGUESE,
    SPANISH,
    THAI,
    TURKISH,
    VIETNAMESE,
)
_SAME_LANGUAGE = {"no": "nb", "nn": "nb"}


def tables_for(locale: str | None) -> tuple[SentenceTable, ...]:
    """Every table in the order in which they count: that of a locale such as "pl_PL", if there is one, comes first.

    All of them, because an account may have had another language before, and so had the others who wrote.
    """
    language = "en" if locale is None else locale.replace("-", "_").split("_", 1)[0].lower()
    own = _SAME_LANGUAGE.get(language, language)
    return tuple(sorted(TABLES, key=lambda table: table.language != own))
