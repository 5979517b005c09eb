"""Data checks, each small and named: ``catalogue`` lists them, ``running`` runs them."""
