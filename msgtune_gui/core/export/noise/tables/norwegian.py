"""Norwegian (Bokmål) sentences.

Source: a public reader of its author's own JSON export, to be found by its words "har angitt emojien".
"""

from msgtune_gui.core.export.noise.table import SentenceTable
from msgtune_gui.core.messages import MessageKind

NORWEGIAN = SentenceTable(
    language="nb",
    you=("Du",),
    you_as_object=("deg",),
    sentences={
        MessageKind.ATTACHMENT: (
            "{who} har sendt [et vedlegg|en lenke|sin nåværende posisjon].",
            "{who} har sendt et bilde til {name}.",
        ),
        MessageKind.CALL: (
            "{person} har startet en [samtale|videochat].",
            "{person} har blitt med i [samtalen|videochatten].",
            "{person} ble med i [samtalen|videochatten].",
            "Videochatten er avsluttet.",
        ),
        MessageKind.SYSTEM: (
            "{who} har lagt til {people} i gruppen.",
            "{who} har fjernet {people} fra gruppen.",
            "{who} har angitt emojien {name}.",
            "{who} har angitt emojien til {name}.",
            "{who} har endret [chattemaet|gruppebildet].",
            "{who} har gitt gruppen navnet {name}.",
            "{who} har gitt {people} kallenavnet {nickname}.",
            "{who} har fjernet kallenavnet til {people}.",
            "{who} har fjernet sitt eget kallenavn.",
            "Denne meningsmålingen er ikke lenger tilgjengelig.",
            "{who} har startet en plan.",
            "{who} har kalt planen {name}.",
            "{who} har fått {number} [|poeng ]i {name}.",
        ),
    },
)
