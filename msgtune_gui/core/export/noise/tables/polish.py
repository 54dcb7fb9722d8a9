"""Polish sentences.

Sources: four public readers of their authors' own exports, to be found by their words "Masz nieodebrane połączenie"
(JSON, 2024 tree), "Wysłałeś(aś) załącznik" and "utworzył plan" (HTML), "przesyła załącznik" (JSON, today's tree) and
"nadał(-a) grupie nazwę" (JSON). Both genders are given where one of them is witnessed.
"""

from msgtune_gui.core.export.noise.table import SentenceTable
from msgtune_gui.core.messages import MessageKind

POLISH = SentenceTable(
    language="pl",
    you_as_object=("Ciebie", "Cię"),
    sentences={
        MessageKind.ATTACHMENT: (
            "{who} [przesyła|wysłał|wysłała|wysłał(a)] [załącznik|link].",
            "Wysłałeś(aś) [załącznik|link].",
        ),
        MessageKind.CALL: (
            "Masz nieodebrane połączenie[|.]",
            "Masz nieodebrane połączenie od [|użytkownika ]{people}.",
            "Rozmowa zakończyła się.",
            "{person} [dołączył|dołączyła|dołączył(a)] do rozmowy.",
            "{person} [rozpoczął|rozpoczęła|rozpoczął(ęła)] rozmowę.",
        ),
        MessageKind.SYSTEM: (
            "{who} [opuścił|opuściła|opuścił(a)] grupę.",
            "Opuściłeś(aś) grupę.",
            "{who} [dodał|dodała|dodał(a)] [|użytkownika |użytkowników ]{people} do grupy.",
            "{who} [usunął|usunęła|usunął(ęła)] [|użytkownika ]{people} z grupy.",
            "{who} usunął członka grupy.",
            "{who} [dodał|dodała|dodał(a)] [|użytkownika ]{people} jako administratora grupy.",
            "{who} [nadał|nadała|nadał(a)|nadał(-a)] [nazwę grupy|grupie nazwę] {name}.",
            "Nadałeś(aś) grupie nazwę {name}.",
            "{who} [zmienił|zmieniła|zmienił(-a)] nazwę grupy na {name}.",
            "{who} [zmienił|zmieniła|zmienił(a)|zmienił(-a)|ustawił|ustawiła|usunął|usunęła] zdjęcie grupy.",
            "{who} [zmienił|zmieniła|zmienił(a)] [motyw|kolor czatu].",
            "{who} [ustawił|ustawiła|ustawił(a)] [pseudonim|nick użytkownika] {name}.",
            "{who} [ustawił|ustawiła|ustawił(a)] szybką reakcję jako {name}.",
            "{who} utworzył plan.",
            "{who} nazwał plan: {name}.",
            "{who} zmienił [godzinę|lokalizację] planu na {name}.",
            "Utworzyłeś przypomnienie: {name}.",
        ),
    },
)
