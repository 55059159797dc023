"""Reads about donors; each starts from what the asker may see."""
