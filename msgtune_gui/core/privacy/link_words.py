"""The words and hosts by which a link that is not for everybody is told from others."""


def _words(block: str) -> frozenset[str]:
    return frozenset(block.split())


SECRET_NAMES = _words(
    """
    access accesskey activate activation activationcode apikey auth authcode authkey code confirm confirmation
    confirmationcode credential credentials email googleaccessid hash hmac inv invitation invite invitecode joincode
    jwt key magic mail msisdn nonce oobcode otp pass passcode passphrase passwd password phone pin privatekey psw pw
    pwd reset resourcekey rkey secret secretkey sessid session sessionid sharekey sid sig sign signature tel ticket
    token verification verificationcode verify xamzcredential xamzsignature xgoogcredential xgoogsignature
    """
)
"""Names of parameters, in small letters and without signs."""

SECRET_ENDINGS = ("token", "secret", "password", "signature", "sessionid", "sessid", "authkey", "apikey")
"""What the names of further parameters end with."""

SECRET_STEPS = _words(
    """
    activate activation confirm confirmation confirmemail confirm-email invitation invitations invite invites join
    magic magic-link magiclink password-reset password_reset passwordreset recover recovery reset reset-password
    reset_password resetpassword shared signin-link unsubscribe verify verify-email verification
    """
)
"""Steps of a path before something that is for one person."""

COUNTING_NAMES = _words(
    """
    dclid epik fbclid gbraid gclid gclsrc igsh igshid li_fat_id mc_cid mc_eid mibextid mkt_tok msclkid rdid s_cid
    sca_esv scid srsltid ttclid twclid vero_id wbraid wickedid yclid ysclid
    """
)
"""Names of parameters that say from where somebody came; they open nothing."""

REVISION_STEPS = _words("blame blob browse changeset commit commits compare raw rev revision src tree")
"""Steps of a path before the long number of a revision, which everybody who sees the project sees."""

OPEN_HOSTS = _words(
    """
    apple.com bing.com ebay.com facebook.com fb.com fb.me fb.watch giphy.com goo.gl google.com imdb.com imgur.com
    instagram.com linkedin.com media.giphy.com netflix.com pinterest.com raw.githubusercontent.com reddit.com
    soundcloud.com spotify.com tenor.com tiktok.com twitch.tv twitter.com wikimedia.org wikipedia.org x.com
    youtu.be youtube.com
    """
)
"""Hosts on which long random words name what everybody can see."""

_ANY = ("/",)
SHARING_HOSTS: dict[str, tuple[str, ...]] = {
    # Invitations to groups, and people's own numbers and names.
    "chat.whatsapp.com": _ANY,
    "wa.me": _ANY,
    "api.whatsapp.com": _ANY,
    "t.me": ("/+", "/joinchat/"),
    "telegram.me": ("/+", "/joinchat/"),
    "discord.gg": _ANY,
    "discord.com": ("/invite/",),
    "discordapp.com": ("/invite/",),
    "signal.group": _ANY,
    "signal.me": _ANY,
    "m.me": ("/j/", "/ch/"),
    "messenger.com": ("/g/", "/join/"),
    "invite.viber.com": _ANY,
    "line.me": ("/R/ti/", "/ti/"),
    "open.kakao.com": _ANY,
    "join.skype.com": _ANY,
    "join.slack.com": _ANY,
    "hooks.slack.com": _ANY,
    "paypal.me": _ANY,
    "revolut.me": _ANY,
    # Meetings.
    "zoom.us": ("/j/", "/my/", "/w/", "/s/"),
    "meet.google.com": _ANY,
    "teams.microsoft.com": ("/l/", "/meet/"),
    "teams.live.com": ("/meet/",),
    "webex.com": ("/meet/", "/join/", "/wbxmjs/"),
    "whereby.com": _ANY,
    "meet.jit.si": _ANY,
    # Files and pages for those who have the link.
    "docs.google.com": ("/document/", "/spreadsheets/", "/presentation/", "/forms/", "/drawings/"),
    "drive.google.com": _ANY,
    "photos.google.com": ("/share/",),
    "photos.app.goo.gl": _ANY,
    "calendar.google.com": _ANY,
    "forms.gle": _ANY,
    "dropbox.com": ("/s/", "/sh/", "/scl/", "/l/"),
    "1drv.ms": _ANY,
    "onedrive.live.com": _ANY,
    "sharepoint.com": _ANY,
    "we.tl": _ANY,
    "wetransfer.com": ("/downloads/",),
    "mega.nz": _ANY,
    "icloud.com": _ANY,
    "box.com": ("/s/",),
    "uloz.to": ("/file/", "/tam/"),
    "doodle.com": ("/poll/", "/meeting/"),
    # Pictures from chats, signed for whoever has the link.
    "fbcdn.net": _ANY,
    "fbsbx.com": _ANY,
    "cdninstagram.com": _ANY,
}
"""Hosts of links for those who have them -> how the paths of such links begin."""
