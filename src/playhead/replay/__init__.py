"""Sends recorded beacons again: another environment, another time, another viewer, the same story.

`recording` reads the files, `rewrite` changes what must change, `send` keeps time and counts.

Law: knows nothing of the server but its URL.
"""
