"""A package, so that its engine is closed after its last test: a process holds one at a time."""
