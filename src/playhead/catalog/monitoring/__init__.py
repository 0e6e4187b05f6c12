"""What monitoring can be asked for: metrics and dimensions of the viewers of this moment.

They are other ones than those of finished views: what they count lasts five seconds. Law: an entry
names columns of a pulse and nothing else, and every column that it names stands in `pulse`.
"""
