"""Writes the pages that follow from declarations in the code, so that nobody has to keep them up.

Law: a page is a function without arguments that returns text; it reads code, never other pages.
What people write by hand may hold blocks between two marks, and only what is between them is ours.
"""
