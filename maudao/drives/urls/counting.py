"""Addresses: counting."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
