"""msgtune: from a Messenger export to a chat with a model tuned on it."""

__version__ = "0.1.0"
