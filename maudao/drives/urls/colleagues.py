"""Addresses: colleagues."""

from django.urls import path

from maudao.drives.views import colleagues as views

_AT = "don-vi/<str:code>/dang-ky/<slug:drive>/"

urlpatterns = [
    path(_AT, views.colleagues, name="colleagues"),
    path(f"{_AT}them/", views.colleague_new, name="colleague_new"),
    path(f"{_AT}<int:pk>/", views.colleague, name="colleague"),
]
