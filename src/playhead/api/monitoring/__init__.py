"""Monitoring: what is asked of this moment and of the last day, under its new name and its old."""
