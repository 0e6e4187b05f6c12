"""The wiring: the only place where a real engine, clock, socket or setting is chosen."""
