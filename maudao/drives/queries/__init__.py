"""Reads about donation days; each starts from what the asker may see."""
