"""The console's routes."""

from django.urls import path

from brightline.assistance.requests.views import console, console_acts

urlpatterns = [
    path("", console.console, name="console"),
    path("list/", console.listed, name="console_list"),
    path("<slug:number>/", console.shown, name="console_request"),
    path("<slug:number>/line/", console.live, name="console_line"),
    path("<slug:number>/facts/", console.facts, name="console_facts"),
    path("<slug:number>/answer/", console_acts.answer, name="console_answer"),
    path("<slug:number>/decide/", console_acts.decide, name="console_decide"),
    path("<slug:number>/arrive/", console_acts.arrive, name="console_arrive"),
    path("<slug:number>/stand-down/", console_acts.stand_down, name="console_stand_down"),
    path("<slug:number>/close/", console_acts.close, name="console_close"),
    path("<slug:number>/recording/", console_acts.attach_recording, name="console_recording"),
    path("<slug:number>/explain/", console_acts.explain, name="console_explain"),
    path("<slug:number>/danger/", console_acts.declare_danger, name="console_danger"),
]
