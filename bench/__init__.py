"""What Playhead costs: each figure is measured next to a baseline of the same run.

    python -m bench                 all measurements, a few minutes
    python -m bench sessionize      one of them
    python -m bench --json FILE     the figures as JSON besides
    python bench/store_replace.py   ways of replacing a view in the store, by its own name only

A machine's speed changes from minute to minute where others work on it too, so a figure says
little without what the same machine did with something simpler a moment before and after: both
take turns, and the ratio is taken turn by turn.
"""
