"""The collector: takes beacons over HTTP, makes them durable in the journal, and answers.

It reads of a beacon only what it needs to route it. What the events mean is read elsewhere.
"""
