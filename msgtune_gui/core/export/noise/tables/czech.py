"""Czech sentences.

Source: a public reader of its author's own HTML export of today's generation, to be found by its words "Volal vám
uživatel Messengeru".
"""

from msgtune_gui.core.export.noise.table import SentenceTable
from msgtune_gui.core.messages import MessageKind

CZECH = SentenceTable(
    language="cs",
    sentences={
        MessageKind.CALL: (
            "Volal vám [uživatel Messengeru|kontakt][.|]",
            "Videohovor skončil[.|]",
            "[Kontakt|Uživatel Messengeru] zmeškal [vaše volání|váš hovor|váš videohovor].",
            "Zmeškali jste hovor od kontaktu.",
            "Máte zameškaný hovor od [uživatele Messengeru|kontaktu][.|]",
        ),
    },
)
