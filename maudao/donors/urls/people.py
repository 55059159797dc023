"""Addresses: people."""

from django.urls import URLPattern, path

from maudao.donors.views import consents, merging, people

_UNIT, _PERSON = "don-vi/<str:code>/nguoi/", "don-vi/<str:code>/nguoi/<int:pk>/"

urlpatterns: list[URLPattern] = [
    path(_UNIT, people.people_list, name="people_list"),
    path(f"{_UNIT}them/", people.person_new, name="person_new"),
    path(f"{_UNIT}phieu-dong-y/", consents.consent_paper, name="people_consent_paper"),
    path(f"{_UNIT}trung/", merging.duplicate_list, name="duplicate_list"),
    path(f"{_UNIT}trung/<int:first>-<int:second>/", merging.merge_preview, name="merge_preview"),
    path(f"{_UNIT}gop/<int:pk>/tach/", merging.merge_undo, name="merge_undo"),
    path(_PERSON, people.person, name="person"),
    path(f"{_PERSON}sua/", people.person_edit, name="person_edit"),
    path(f"{_PERSON}roi/", people.person_leave, name="person_leave"),
    path(f"{_PERSON}vao-lai/", people.person_join, name="person_join"),
    path(f"{_PERSON}dong-y/", consents.person_consents, name="person_consents"),
    path(f"{_PERSON}dong-y/rut/", consents.consent_withdraw, name="consent_withdraw"),
    path(f"{_PERSON}dong-y/phieu/", consents.person_consent_paper, name="person_consent_paper"),
]
