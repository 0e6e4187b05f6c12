"""The documents, and `docs.generate`, which writes those that follow from the code."""
