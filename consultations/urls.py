"""Addresses under /<language>/consultations/."""

from django.urls import path

from . import feeds, feeds_register, views
from .views import answer_files, answering, documents, log, mandates, positions, register, register_acts, signing

app_name = "consultations"
urlpatterns = [
    path("", views.consultation_list, name="list"),
    path("feed/", feeds.ConsultationFeed(), name="feed"),
    path("register/", register.public_register, name="register"),
    path("register/table.csv", register.register_table, name="register-table"),
    path("register/feed.atom", feeds_register.RegisterFeed(), name="register-feed"),
    path("register/calendar.ics", feeds_register.due_days, name="register-calendar"),
    path("register/ours/", register_acts.ours, name="register-ours"),
    path("mandates/<slug:organisation>/", mandates.mandates, name="mandates"),
    path("mandates/<slug:organisation>/<int:pk>/end/", mandates.end_mandate, name="end-mandate"),
    path("mandates/<slug:organisation>/<int:pk>/document/", documents.mandate_document, name="mandate-document"),
    path("<slug:slug>/", views.consultation_detail, name="detail"),
    path("<slug:slug>/positions/", positions.positions, name="positions"),
    path("<slug:slug>/positions.csv", positions.positions_table, name="positions-table"),
    path("<slug:slug>/positions/<slug:organisation>/", positions.position, name="position"),
    path("<slug:slug>/positions/<slug:organisation>/history/", positions.position_history, name="position-history"),
    path(
        "<slug:slug>/positions/<slug:organisation>/<int:number>/document/",
        positions.position_document,
        name="position-document",
    ),
    path("<slug:slug>/sign/", signing.sign, name="sign"),
    path("<slug:slug>/sign/<slug:organisation>/", signing.sign_for, name="sign-for"),
    path("<slug:slug>/sign/<slug:organisation>/withdraw/", signing.withdraw_position, name="withdraw-position"),
    path("<slug:slug>/answers/", register.answers, name="answers"),
    path("<slug:slug>/answers/table.csv", register.answers_table, name="answers-table"),
    path("<slug:slug>/answers/<int:number>/", register.recommendation, name="recommendation"),
    path("<slug:slug>/answers/<int:number>/<slug:act>/", register_acts.act, name="recommendation-act"),
    path("<slug:slug>/answer/", answering.questionnaire, name="answer"),
    path("<slug:slug>/answer/<int:number>/", answering.page, name="answer-page"),
    path("<slug:slug>/answer/send/", answering.send, name="answer-send"),
    path("<slug:slug>/answer/discard/", answering.discard, name="answer-discard"),
    path("<slug:slug>/answer/file/<int:question>/", answer_files.own_file, name="answer-file"),
    path("<slug:slug>/log/", log.log, name="log"),
    path("<slug:slug>/log/<int:page>.csv", log.log_table, name="log-table"),
    path("<slug:slug>/receipt/", log.receipt, name="receipt"),
    path("<slug:slug>/results/", views.results, name="results"),
    path("<slug:slug>/vote/", views.vote, name="vote"),
    path("<slug:slug>/vote/<int:number>/", views.vote, name="vote-statement"),
    path("<slug:slug>/propose/", views.propose_statement, name="propose-statement"),
    path("<slug:slug>/my-position/", views.my_position, name="my-position"),
    path("<slug:slug>/my-position/erase/", views.erase_votes, name="erase-votes"),
]
