"""The viewers of this moment: in which state each is, and what every five seconds brought.

Law: pure. It is fed with the events that fold in order and with the time; it changes no view.
"""
