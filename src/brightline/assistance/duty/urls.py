"""The roster's routes."""

from django.urls import path

from brightline.assistance.duty import views

urlpatterns = [
    path("roster/", views.roster, name="roster"),
    path("roster/live/", views.roster_live, name="roster_live"),
    path("shifts/", views.add_shift, name="add_shift"),
    path("shifts/<int:shift_id>/remove/", views.remove_shift, name="remove_shift"),
    path("shifts/<int:shift_id>/end/", views.end_shift, name="end_shift"),
    path("posts/", views.add_post, name="add_post"),
]
