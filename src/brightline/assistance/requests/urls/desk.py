"""The desk's routes."""

from django.urls import URLPattern, path

from brightline.assistance.requests.views import desk

urlpatterns: list[URLPattern] = [
    path("", desk.desk, name="desk"),
    path("open/", desk.open_now, name="desk_open"),
    path("duty/", desk.on_duty, name="desk_duty"),
    path("requests/<str:number>/", desk.desk_request, name="desk_request"),
    path("requests/<str:number>/standing/", desk.standing, name="desk_standing"),
    path("requests/<str:number>/danger/", desk.danger, name="desk_danger"),
    path("requests/<str:number>/withdraw/", desk.withdraw, name="desk_withdraw"),
    path("requests/<str:number>/close/", desk.close, name="desk_close"),
]
