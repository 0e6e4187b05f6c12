"""Pushing to those who listen: one question for however many of them, an answer at each tick."""
