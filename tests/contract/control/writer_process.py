"""Another process on the same database: waits for a line, then opens, migrates and writes."""

import json
import os
import sys

from playhead.control import open_control


def main(dsn: str, name: str, count: int) -> None:
    """Make `count` environments with a token each, and say which."""
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    sys.stdin.readline()
    made = []
    with open_control(dsn, clock=lambda: 1, random_bytes=os.urandom) as control:
        for at in range(count):
            environment = control.create_environment(f"{name} {at}")
            token, secret = control.create_token(environment, "ci")
            made.append((environment.id, token.id, secret))
    sys.stdout.write(json.dumps(made) + "\n")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
