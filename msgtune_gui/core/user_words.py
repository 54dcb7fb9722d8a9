"""What names of deleted accounts are made of in every language: the service, and what dictionaries have for a user."""

import re

SERVICE = re.compile(
    "(?:facebook|instagram|messenger|فيسبوك|فیسبوک|انستغرام|اینستاگرام|פייסבוק|אינסטגרם|फ़ेसबुक|फेसबुक|ফেসবুক)"
    # An ending as Slavic and other languages give it.
    r"(?:[a-z\u0430-\u045f\u0491]{1,3}(?![^\W\d_]))?"
)
"""In small letters."""

_USER = """
    user utilisateur utilisatrice usuario usuaria usuari utente usuário utilizador utilizator përdorues
    nutzer benutzer gebruiker användare bruger bruker notandi käyttäjä kasutaja felhasználó lietotājs vartotojas
    użytkownik użytkowniczka uživatel uživatelka používateľ korisnik uporabnik
    пользователь користувач карыстальнік потребител корисник χρήστης მომხმარებელი օգտատեր
    kullanıcısı kullanıcı istifadəçisi người dùng pengguna مستخدم کاربر משתמש
    उपयोगकर्ता ব্যবহারকারী பயனர் ผู้ใช้ ユーザー 사용자 用户 用戶 使用者
"""  # noqa: RUF001 - a Turkish letter
USER = frozenset(_USER.split())
"""In small letters."""
