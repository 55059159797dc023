"""Addresses: self check."""

from django.urls import URLPattern, path

from maudao.donors.views import self_check as views

urlpatterns: list[URLPattern] = [
    path("co-hien-duoc-khong/", views.self_check, name="self_check"),
]
