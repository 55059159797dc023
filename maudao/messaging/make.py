"""For tests: what a queued message leaves behind."""

from django.db import connection


def clear_jobs() -> None:
    """Delete all jobs: the end of a test that commits leaves those tables alone, since Django does not manage them."""
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE procrastinate_jobs CASCADE")
