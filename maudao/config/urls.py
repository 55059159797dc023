"""The URL table. Paths are Vietnamese without tones, since they are printed on posters; names are English."""

from django.urls import include, path

from maudao.config import style_guide, views
from maudao.organization import access

urlpatterns = [
    path("", views.home, name="home"),
    path("don-vi/<str:code>/", views.desk, name="desk"),
    path("ngon-ngu/", include("django.conf.urls.i18n")),
    path("kieu-dang/", access.public(style_guide.style_guide), name="style_guide"),
    path("kieu-dang/<slug:piece>/", access.public(style_guide.style_guide), name="style_guide_piece"),
    path("", include("maudao.accounts.urls")),
    path("", include("maudao.organization.urls")),
    path("", include("maudao.documents.urls")),
    path("", include("maudao.campaigns.urls")),
    path("", include("maudao.donors.urls")),
    path("", include("maudao.drives.urls")),
    path("", include("maudao.reports.urls")),
]
