"""Addresses: what a unit tells its own people."""

from django.urls import path

from maudao.drives.views import notices

urlpatterns = [
    path("don-vi/<str:code>/bao-dong-nghiep/<slug:drive>/", notices.notice, name="notice"),
]
