"""The window: wizard shell, pages, chat, models, delegates and theme."""
