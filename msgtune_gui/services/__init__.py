"""Adapters to the outside: the SDKs, the disk, the keyring and the engine's process. No Qt."""
