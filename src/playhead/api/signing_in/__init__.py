"""How a person comes in, what is their own, and how they go: the handlers."""
