"""Addresses of donors."""

from maudao.donors.urls import imports, own, people, self_check

urlpatterns = [
    *self_check.urlpatterns,
    *people.urlpatterns,
    *imports.urlpatterns,
    *own.urlpatterns,
]
