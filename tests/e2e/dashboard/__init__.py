"""The dashboard in a real browser. A package, so that its browser is closed when its tests end."""
