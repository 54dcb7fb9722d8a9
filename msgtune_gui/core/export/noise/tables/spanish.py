"""Spanish sentences.

Sources: a public reader of Messenger's pages in Spanish and English, to be found by its words "Definiste el apodo",
and public readers of Instagram exports, to be found by "Enviaste un archivo adjunto.", "Compartiste una publicación."
and "Le gustó un mensaje".
"""

from msgtune_gui.core.export.noise.table import SentenceTable
from msgtune_gui.core.messages import MessageKind

SPANISH = SentenceTable(
    language="es",
    you_as_object=("ti",),
    sentences={
        MessageKind.ATTACHMENT: (
            "[{who} envió|Te envió|Enviaste] un [archivo adjunto|adjunto|GIF|gif|video].",
            "[{who} envió|Enviaste] una [foto|nota de voz|ubicación|encuesta].",
            "Compartiste una [publicación|historia|ubicación].",
        ),
        MessageKind.CALL: ("Llamada perdida[|.]", "Llamada perdida de {people}[|.]"),
        MessageKind.REACTION: ("Le gustó un mensaje", "Reaccionó [|con ]{emoji} a tu mensaje"),
        MessageKind.UNSENT: ("Este mensaje fue eliminado.",),
        MessageKind.SYSTEM: (
            "Agregaste a {people} al grupo.",
            "Eliminaste a {people} del grupo.",
            "{who} salió del grupo.",
            "[{who} nombró|Nombraste] al grupo {name}.",
            "[{who} cambió|Cambiaste] [los colores del chat|la foto del grupo].",
            "Definiste el apodo de {people} como {nickname}.",
        ),
    },
)
