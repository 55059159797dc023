"""Addresses: centre."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
