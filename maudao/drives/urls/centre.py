"""Addresses: files of the receiving centre."""

from django.urls import URLPattern, path

from maudao.drives.views import centre

urlpatterns: list[URLPattern] = [
    path("dot-hien-mau/<slug:code>/danh-sach.xlsx", centre.registration_list, name="registration_list"),
    path("dot-hien-mau/<slug:code>/ket-qua/", centre.results_import, name="results_import"),
]
