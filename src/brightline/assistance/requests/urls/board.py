"""The board's routes."""

from django.urls import URLPattern, path

from brightline.assistance.requests.views import board

urlpatterns: list[URLPattern] = [
    path("", board.board, name="board"),
    path("list/", board.board_list, name="board_list"),
    path("<str:number>/send/", board.send, name="board_send"),
    path("<str:number>/arrive/", board.arrive, name="board_arrive"),
]
