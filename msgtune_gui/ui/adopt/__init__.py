"""The dialog in which a person names a model that they already have, to chat with it."""
