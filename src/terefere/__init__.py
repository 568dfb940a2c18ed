"""Terefere: a self-hosted help-desk chat."""
