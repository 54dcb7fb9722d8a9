"""The engine's HTTP side: routes, guards and answers in OpenAI's shapes."""
