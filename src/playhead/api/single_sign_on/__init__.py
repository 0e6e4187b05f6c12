"""Signing in through an organization's own provider: OpenID Connect, a code with PKCE."""
