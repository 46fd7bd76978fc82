"""Looking back: its routes."""

from django.urls import path

from brightline.assistance.review.views import examinations, findings, results

urlpatterns = [
    path("", examinations.every, name="review"),
    path("rows/", examinations.every_rows, name="review_rows"),
    path("hand-in/", examinations.hand_in, name="review_hand_in"),
    path("<int:examination_id>/", examinations.examination, name="examination"),
    path("<int:examination_id>/live/", examinations.examination_live, name="examination_live"),
    path("<int:examination_id>/stop/", examinations.stop, name="examination_stop"),
    path("<int:examination_id>/resume/", examinations.resume, name="examination_resume"),
    path("<int:examination_id>/next/", findings.next_one, name="examination_next"),
    path("<int:examination_id>/enter/", results.enter, name="examination_enter"),
    path("<int:examination_id>/count/", results.count, name="examination_count"),
    path("findings/<int:finding_id>/", findings.finding, name="finding"),
    path("findings/<int:finding_id>/judge/", findings.judge, name="finding_judge"),
    path("findings/<int:finding_id>/match/", findings.match, name="finding_match"),
    path("findings/<int:finding_id>/explain/", findings.explain, name="finding_explain"),
]
