"""The URL table. Paths are Vietnamese without tones, since they are printed on posters; names are English."""

from django.urls import include, path

urlpatterns = [
    path("tai-khoan/", include("allauth.urls")),
    path("ngon-ngu/", include("django.conf.urls.i18n")),
]
