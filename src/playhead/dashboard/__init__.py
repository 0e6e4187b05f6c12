"""The web interface: a surface that people open in a browser.

Its source is in `web/dashboard`; what is built of it lies in `built/` here, as part of the package.
It asks for data through the API, like any other client, so this room only hands out files.
"""
