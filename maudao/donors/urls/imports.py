"""Addresses: people of a unit from a workbook."""

from django.urls import URLPattern, path

from maudao.donors.views import imports

_PAGE = "don-vi/<str:code>/nguoi/nhap-tu-tep/"

urlpatterns: list[URLPattern] = [
    path(_PAGE, imports.people_import, name="people_import"),
    path(f"{_PAGE}mau.xlsx", imports.people_import_sample, name="people_import_sample"),
]
