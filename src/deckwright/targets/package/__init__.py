"""Packages (`.apkg`): writing our own, reading our own and other tools', and whole collections like them."""
