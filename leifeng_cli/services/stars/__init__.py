"""Star levels: which policy holds, who has reached what and why, and who was granted what.

Computing (``listing``, ``explaining``) never grants; granting (``rounds``, ``grants``) keeps what it was based on.
"""
