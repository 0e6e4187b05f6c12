"""The lab: the real player SDK in a real browser, against any server that takes beacons.

Why: what Playhead says of a view must agree with what players send, not with what we believe they
send. So the unmodified SDK plays locally made media in Chromium, and its beacons are written down
for the scenario tests, or go to a running Playhead for the end-to-end test.

Law: the lab is never shipped and imports nothing of Playhead; it speaks HTTP to it like any player.
"""
