"""Addresses: proving a phone, and a donor's own pages."""

from django.urls import URLPattern, path

from maudao.donors.views import own, own_certificates, own_consents, phones

urlpatterns: list[URLPattern] = [
    path("xac-nhan-so-dien-thoai/", phones.phone_prove, name="phone_prove"),
    path("xac-nhan-so-dien-thoai/thoat/", phones.phone_forget, name="phone_forget"),
    path("cua-toi/", own.own_home, name="own_home"),
    path("cua-toi/<int:pk>/", own.own_person, name="own_person"),
    path("cua-toi/<int:pk>/thong-tin/", own.own_details, name="own_details"),
    path("cua-toi/<int:pk>/ngay-hien-lai/", own.own_not_before, name="own_not_before"),
    path("cua-toi/<int:pk>/lich/", own.own_feed_open, name="own_feed_open"),
    path("cua-toi/<int:pk>/lich-su/", own.own_history, name="own_history"),
    path("cua-toi/<int:pk>/lich-su/<int:donation>/bo/", own.own_told_remove, name="own_told_remove"),
    path("cua-toi/<int:pk>/dong-y/", own_consents.own_consents, name="own_consents"),
    path(
        "cua-toi/<int:pk>/dong-y/rut-het/",
        own_consents.own_consents_withdraw_all,
        name="own_consents_withdraw_all",
    ),
    path(
        "cua-toi/<int:pk>/dong-y/<slug:purpose>/rut/",
        own_consents.own_consent_withdraw,
        name="own_consent_withdraw",
    ),
    path("cua-toi/<int:pk>/giay-chung-nhan/", own_certificates.own_certificates, name="own_certificates"),
    path(
        "cua-toi/<int:pk>/giay-chung-nhan/<int:donation>/",
        own_certificates.own_certificate,
        name="own_certificate",
    ),
    path(
        "cua-toi/<int:pk>/giay-chung-nhan/<int:donation>/<int:returned>/bo/",
        own_certificates.own_return_remove,
        name="own_return_remove",
    ),
]
