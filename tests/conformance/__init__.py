"""Whether the engine and the stand-in speak the protocol as OpenAI's published specification has it."""
