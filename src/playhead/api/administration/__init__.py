"""What people change of their organizations and environments: the handlers.

Law: whoever gets here is in the organization of the path, in a role that may; the environment of
the path is one of the organization's that they see. Ids that stand elsewhere are checked here.
"""
