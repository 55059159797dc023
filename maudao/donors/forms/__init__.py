"""Shapes of what is typed about donors."""
