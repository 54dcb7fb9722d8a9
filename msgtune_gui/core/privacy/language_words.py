"""Words by which a language is told where people leave the signs on their letters out."""

_WORDS = {
    "CZ": "ahoj jsem jsi jsme uz jeste taky kdyz neco nekdy zitra dneska dobry mas mam diky protoze jak tak jo ze",
    "SK": "ahoj som sme uz este preco ked nieco zajtra dnes dobre dakujem vobec nie mozes viem lebo ako tak jo ze mam",
    "PL": "jestem jestes jest czy juz jeszcze tez dlaczego kiedy cos jutro dzisiaj dzieki wiem nie tylko jak tak ze",
    "HU": "szia vagy hogy nem igen mar meg miert mikor valami holnap koszi tudom csak leszek majd azert mert nekem ez",
    "RO": "salut sunt esti deja inca cand ceva maine azi bine multumesc stiu doar pentru nu sa cum fac este si",
    "TR": "selam merhaba ben sen degil var yok neden yarin bugun tamam biliyorum sadece ama icin cok bir ne bu",
    "DE": "ich nicht und auch das ist schon noch warum wenn etwas morgen heute danke aber dann doch bist kannst ja",
    "ES": "hola estoy estas pero tambien porque cuando algo manana hoy gracias bien entonces tengo puedes que por no",
    "BR": "oi estou voce nao tambem porque quando amanha hoje obrigado entao tenho aqui agora muito vou que pra",
    "FR": "salut je suis tu es mais aussi pourquoi quand demain merci oui alors est pas avec dans que les pour",
    "IT": "ciao sono sei anche perche quando qualcosa domani oggi grazie allora non che cosa adesso bene vado ma per",
    "NL": "ik ben niet jij maar ook waarom wanneer iets morgen vandaag goed dank dan het een heb kan wel nog",
    "DK": "jeg er ikke dig ogsa hvorfor noget idag godt tak hvad kommer skal har lige jo det og kan",
    "NO": "jeg er ikke deg ogsa hvorfor noe idag bra takk hva kommer skal har bare jo det og kan",
    "SE": "jag inte dig ocksa varfor nagot imorgon idag bra tack vad kommer ska har bara ju det och kan",
    "FI": "mina sina olen olet mutta myos miksi milloin jotain huomenna tanaan hyva kiitos niin joo ei ole kun",
    "HR": "bok sam si nisam ali takoder zasto kada nesto sutra danas dobro hvala onda ne znam samo kako jesi",
    "VN": "khong minh ban duoc nhung cung tai sao khi nao roi lam di nha",
    "ID": "aku kamu tidak gak nggak udah sudah juga kenapa kapan besok terima kasih bisa mau lagi yang",
}

WORDS = {region: frozenset(words.split()) for region, words in _WORDS.items()}
"""Countries -> some of the most frequent words of chats in their language, in small letters and without signs."""
