"""Questions about views and their answers.

A surface parses what a caller sent (`timeframe`, `filters`, `parameters`) into a question, and
asks it of `run.Query`. Between the two, `plan` and `sql` are pure.
"""
