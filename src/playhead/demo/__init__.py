"""Living traffic for a Playhead with nothing to show yet: invented viewers, real players' beacons.

`recordings` were made by driving the real player SDK (see the lab). `script` makes a recording
into something that can be played for any length; `catalogue`, `places` and `devices` say who and
what there is; `cast` decides who watches what and how it goes; `traffic` when; `run` sends it.

Law: all but `run` is pure: one seed is one town of viewers. Nobody and nothing in it is real.
"""
