"""The hidden key of a form."""

import uuid

from django import forms
from django.template import Context, Template

from kernel.requests.forms import RequestKeyMixin, key_of


class Reply(RequestKeyMixin, forms.Form):
    text = forms.CharField()


def test_a_shown_form_carries_a_fresh_key():
    keys = {Reply()["request_key"].value() for _n in range(2)}
    assert len(keys) == 2
    assert all(uuid.UUID(key) for key in keys)
    assert 'type="hidden"' in str(Reply()["request_key"])


def test_a_form_that_comes_back_with_errors_keeps_its_key():
    key = str(uuid.uuid4())
    form = Reply({"text": "", "request_key": key})
    assert not form.is_valid()
    assert key in str(form["request_key"])


def test_a_valid_form_gives_its_key_and_a_browser_that_sent_none_a_fresh_one():
    key = str(uuid.uuid4())
    form = Reply({"text": "oui", "request_key": key})
    assert form.is_valid()
    assert form.request_key == key
    bare = Reply({"text": "oui"})
    assert bare.is_valid()
    assert uuid.UUID(bare.request_key)


def test_the_header_wins_over_the_field_and_nonsense_gives_a_fresh_key(rf):
    first, second = str(uuid.uuid4()), str(uuid.uuid4())
    assert key_of(rf.post("/", {"request_key": second}, headers={"Idempotency-Key": first})) == first
    assert key_of(rf.post("/", {"request_key": second})) == second
    assert uuid.UUID(key_of(rf.post("/", {"request_key": "x" * 500})))


def test_the_tag_prints_a_fresh_key_or_the_one_to_keep():
    template = Template("{% load request_keys %}{% request_key kept %}")
    first, second = (template.render(Context({"kept": ""})) for _n in range(2))
    assert first != second
    assert 'value="&lt;x&gt;"' in template.render(Context({"kept": "<x>"}))
