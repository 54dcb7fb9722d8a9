"""The on-device service: a process of its own that trains and serves, speaking OpenAI's protocol."""
