"""Shelf: how often somebody may come, and how often they came."""
