"""Addresses: the chair's one screen."""

from django.urls import path

from maudao.drives.views import asking

_CHAIR = "chien-dich/<slug:campaign>/<str:unit>/nguoi-hien/"

urlpatterns = [
    path(_CHAIR, asking.chair, name="chair"),
    path(f"{_CHAIR}<int:pk>/hoi/", asking.ask_person, name="ask_person"),
]
