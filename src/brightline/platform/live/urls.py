"""The stream's route."""

from django.urls import path

from brightline.platform.live import views

urlpatterns = [path("", views.stream, name="live")]
