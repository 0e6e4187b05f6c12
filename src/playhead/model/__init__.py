"""The nouns of Playhead: frozen structs that cross the boundaries between its rooms.

Law: nothing here does I/O, knows an engine or reads a clock.
"""
