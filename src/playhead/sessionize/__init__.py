"""The sessionizer: from the journal's beacons to views in the store.

`core` decides, `shell` reads, writes and remembers how far it came.
"""
