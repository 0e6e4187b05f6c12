"""Playhead: self-hosted video analytics that speaks Mux Data's protocols."""

__version__ = "0.1.0"
