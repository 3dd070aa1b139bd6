"""Keeping an archive whole: rebuilding what can be rebuilt, copying it, making it small, leaving no trace in it."""
