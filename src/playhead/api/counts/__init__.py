"""How many are watching, for a site's own pages: asked by anybody with a JWT that it signed."""
