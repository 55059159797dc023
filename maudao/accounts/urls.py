"""Signing in: the pages of allauth that this product uses, under Vietnamese paths. Nobody signs up alone."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from django.urls import path

urlpatterns = [
    path("tai-khoan/dang-nhap/", account.login, name="account_login"),
    path("tai-khoan/dang-xuat/", account.logout, name="account_logout"),
    path("tai-khoan/tam-khoa/", account.account_inactive, name="account_inactive"),
    path("tai-khoan/xac-nhan-lai/", account.reauthenticate, name="account_reauthenticate"),
    path("tai-khoan/mat-khau/", account.password_change, name="account_change_password"),
    path("tai-khoan/hai-lop/", mfa.index, name="mfa_index"),
    path("tai-khoan/hai-lop/nhap-ma/", mfa.authenticate, name="mfa_authenticate"),
    path("tai-khoan/hai-lop/nhap-lai-ma/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("tai-khoan/hai-lop/bat/", totp.activate_totp, name="mfa_activate_totp"),
    path("tai-khoan/hai-lop/tat/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("tai-khoan/hai-lop/ma-du-phong/", codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path(
        "tai-khoan/hai-lop/ma-du-phong/moi/",
        codes.generate_recovery_codes,
        name="mfa_generate_recovery_codes",
    ),
    path(
        "tai-khoan/hai-lop/ma-du-phong/tai-ve/",
        codes.download_recovery_codes,
        name="mfa_download_recovery_codes",
    ),
]
