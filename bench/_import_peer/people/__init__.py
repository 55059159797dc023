"""People as a plain Django project would keep them."""
