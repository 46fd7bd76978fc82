"""Signing in and out, and people. Each view of django-allauth we use is named here, so that none opens unseen."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from django.urls import path

from brightline.platform.accounts import views
from brightline.platform.accounts.access import anyone_signed_in, on_the_way_in, public

urlpatterns = [
    path("sign-in/", public(account.login), name="account_login"),
    path("sign-out/", on_the_way_in(account.logout), name="account_logout"),
    path("confirm/", on_the_way_in(account.reauthenticate), name="account_reauthenticate"),
    path("password/", anyone_signed_in(account.password_change), name="account_change_password"),
    path("password/none/", views.no_password, name="account_set_password"),
    path("second-factor/", anyone_signed_in(mfa.index), name="mfa_index"),
    path("second-factor/sign-in/", public(mfa.authenticate), name="mfa_authenticate"),
    path("second-factor/confirm/", anyone_signed_in(mfa.reauthenticate), name="mfa_reauthenticate"),
    path("second-factor/app/", on_the_way_in(views.SetUpSecondFactor.as_view()), name="mfa_activate_totp"),
    path("second-factor/app/remove/", anyone_signed_in(totp.deactivate_totp), name="mfa_deactivate_totp"),
    path("second-factor/codes/", anyone_signed_in(recovery.view_recovery_codes), name="mfa_view_recovery_codes"),
    path(
        "second-factor/codes/new/",
        anyone_signed_in(recovery.generate_recovery_codes),
        name="mfa_generate_recovery_codes",
    ),
    path(
        "second-factor/codes/file/",
        anyone_signed_in(recovery.download_recovery_codes),
        name="mfa_download_recovery_codes",
    ),
    path("", views.my_screen, name="my_screen"),
    path("people/", views.people, name="people"),
    path("people/add/", views.add, name="person_add"),
    path("people/<int:person_id>/", views.edit, name="person_edit"),
    path("people/<int:person_id>/close/", views.close, name="person_close"),
    path("people/<int:person_id>/reopen/", views.reopen, name="person_reopen"),
    path("people/<int:person_id>/new-link/", views.new_link, name="person_new_link"),
    path("people/<int:person_id>/second-factor/reset/", views.reset_second_factor, name="person_reset_second_factor"),
    path("people/<int:person_id>/link/", views.link, name="person_link"),
    path("first-password/<str:token>/", views.first_password, name="set_password"),
]
