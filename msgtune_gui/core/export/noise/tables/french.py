"""French sentences.

Sources: public readers of their authors' own exports, to be found by their words "a défini votre pseudo sur" (one of
an HTML export with the longest list of all, one of a JSON export of spring 2018), "heeft een bijlage verstuurd" (a
reader of JSON exports in French, English and Dutch) and "A aimé un message" (three readers of Instagram). Where a
sentence is witnessed with a name, its form with "Vous avez" is given too, as the same sources show both.
"""

from msgtune_gui.core.export.noise.table import SentenceTable
from msgtune_gui.core.messages import MessageKind

FRENCH = SentenceTable(
    language="fr",
    you_as_object=("vous",),
    sentences={
        MessageKind.ATTACHMENT: ("[{who} a|Vous avez] envoyé [une pièce jointe|un lien|un sticker|une position].",),
        MessageKind.CALL: (
            "[{person} a|Vous avez] rejoint [l'appel|l'appel vidéo|l'appel vidéo de groupe|la discussion vidéo].",
            "[{person} a|Vous avez] démarré [un appel|une discussion vidéo|une discussion vidéo de groupe].",
            "[Discussion vidéo terminée|La discussion vidéo est terminée|L'appel est terminé].",
            "{person} a commencé à partager une vidéo.",
            "{person} a manqué votre appel.",
            "Vous avez manqué un appel[| de {people}].",
        ),
        MessageKind.REACTION: (
            "A aimé un message",
            "A réagi [|avec ]{emoji} à votre message",
            "{handle} a réagi [|avec ]{emoji} à votre message",
        ),
        MessageKind.SYSTEM: (
            "Vous êtes maintenant connecté[|e|s|es|(e)s] sur Messenger[.|]",
            "[{who} a|Vous avez] nommé le groupe {name}.",
            "[{who} a|Vous avez] supprimé le nom du groupe.",
            "[{who} a|Vous avez] changé la photo du groupe.",
            "[{who} a|Vous avez] retiré la photo de groupe.",
            "[{who} a|Vous avez] quitté le groupe.",
            "[{who} a|Vous avez] ajouté {people} au groupe.",
            "[{who} a|Vous avez] retiré {people} du groupe.",
            "[{who} a|Vous avez] modifié les couleurs de la discussion.",
            "[{who} a|Vous avez] défini l'emoji sur {name}.",
            "{who} a surnommé {people} {nickname}.",
            "{who} a défini [votre|son propre] pseudo sur {nickname}.",
            "Vous avez défini le pseudo de {people} sur {nickname}.",
            "Vous avez choisi le pseudo {nickname}.",
            "{who} a effacé son propre pseudo.",
            "{who} a supprimé le pseudo de {people}.",
            "{who} a supprimé votre pseudo.",
            "[{who} a|Vous avez] créé un sondage[.| : {name}|: {name}]",
            "[{who} a|Vous avez] voté pour «{name}» dans le sondage[.| {name}]",
            "{who} a [retiré|modifié] son vote pour «{name}» dans le sondage[.| {name}]",
            "{who} a commencé un plan.",
            "{who} a remplacé le [nom|lieu] du plan par {name}.",
            "{who} a répondu [Participe|Ne participe pas][.| {name}]",
        ),
    },
)
