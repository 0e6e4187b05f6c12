"""The pure heart of the sessionizer: events in, views out.

Law: no I/O, no clock, no randomness. Time comes in with each beacon or tick, so the same journal
always gives the same views.
"""
