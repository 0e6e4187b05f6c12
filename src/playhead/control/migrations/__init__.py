"""The history of the control tables, one file a step, run by `playhead.control.migrate`.

Law: a file that was released is never edited; the next one is added. Steps go forward only, and do
not import `tables`, which describes the end of the way and not the place where a step stands.
"""
