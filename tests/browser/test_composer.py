"""The composer against the real server: nothing that is written is lost, whatever the network, the tab or the file."""

import re
import uuid

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import readers
from tests.browser.looks import assert_fits_width, assert_no_axe_violations
from tests.browser.network import SLOW_ANSWERS
from tests.browser.test_journey_member import sign_up
from tests.site.kernel.uploads.corpus import HOSTILE, PDF, located

pytestmark = pytest.mark.browser

TOPIC = "/{language}/forums/eau-et-littoral/2/"  # of its own: fifty messages make a second page
SHAPES = {"languages": ("fr", "ar"), "widths": (390, 1440), "schemes": ("light",)}
FRENCH_AT_A_DESK = {"languages": ("fr",), "widths": (1440,), "schemes": ("light",)}


def words():
    return f"Écrit ici {uuid.uuid4().hex}"


def write(page, text):
    page.fill("#composer textarea[name=source]", text)


def kept(page):
    page.wait_for_timeout(1600)
    page.locator("[data-composer-kept]:not(:empty)").wait_for()


def posts(page, text):
    return page.locator("[data-live-region=feed] .post__body", has_text=text)


def pending(page):
    return page.locator(".post--pending")


@readers(**SHAPES)
def test_what_is_written_without_a_network_waits_in_view_and_leaves_once(page, sign_in, reader):
    sign_in(page, "civil society", language=reader.language)
    page.goto(TOPIC.format(language=reader.language))
    text = words()
    page.context.set_offline(True)
    write(page, text)
    page.locator("#composer textarea").press("Control+Enter")
    pending(page).wait_for()
    assert page.input_value("#composer textarea") == ""
    assert_fits_width(page)
    page.context.set_offline(False)
    posts(page, text).wait_for()
    pending(page).wait_for(state="detached")
    page.reload()
    assert posts(page, text).count() == 1


@readers(**FRENCH_AT_A_DESK)
def test_a_message_that_waited_leaves_after_the_tab_was_closed(page, open_page, sign_in, reader):
    sign_in(page, "focal point")
    page.goto(TOPIC.format(language="fr"))
    text = words()
    page.context.set_offline(True)
    write(page, text)
    page.locator("[data-composer-send]").click()
    pending(page).wait_for()
    again = page.context.new_page()
    page.close()
    again.context.set_offline(False)
    again.goto(TOPIC.format(language="fr"))
    posts(again, text).wait_for()
    assert again.input_value("#composer textarea") == ""


@readers(**FRENCH_AT_A_DESK)
def test_what_is_published_while_another_message_is_on_its_way_leaves_after_it(page, sign_in, reader):
    sign_in(page, "local authority")
    page.add_init_script(SLOW_ANSWERS)
    page.goto(TOPIC.format(language="fr"))
    first, second = words(), words()
    for text in (first, second):
        write(page, text)
        page.locator("[data-composer-send]").click()
    expect(pending(page)).to_have_count(2)
    posts(page, second).wait_for()
    expect(pending(page)).to_have_count(0)
    assert page.locator("[data-live-region=feed] .post__body").all_inner_texts()[-2:] == [first, second]


@readers(languages=("en",), widths=(390,), schemes=("light",))
def test_who_writes_on_the_page_of_its_own_sees_where_a_first_message_waits(page, reader, site):
    sign_up(page, site, reader.language)
    page.goto(f"/{reader.language}/forums/ombre-et-fraicheur/4/reply/")
    text = words()
    page.context.set_offline(True)
    write(page, text)
    page.locator("[data-composer-send]").click()
    expect(pending(page)).to_contain_text(text)
    assert_fits_width(page)
    page.context.set_offline(False)
    page.wait_for_url("**/ombre-et-fraicheur/4/#waiting")
    expect(page.locator("#waiting")).to_contain_text(text)


@readers(**FRENCH_AT_A_DESK)
def test_the_same_topic_opened_in_another_tab_leaves_what_is_being_written(page, sign_in, reader):
    sign_in(page, "local authority")
    page.goto(TOPIC.format(language="fr"))
    text = words()
    write(page, text)
    kept(page)
    other = page.context.new_page()
    other.goto(TOPIC.format(language="fr"))
    expect(other.locator("#composer textarea")).to_have_value(text)
    page.wait_for_timeout(300)  # storage events reach the first tab
    assert page.input_value("#composer textarea") == text
    page.evaluate("document.hasFocus = () => false")  # as a tab behind another one; a driven browser says it has it
    other.locator("[data-composer-send]").click()
    posts(other, text).wait_for()
    expect(page.locator("#composer textarea")).to_have_value("")
    write(page, text + " bis")
    page.locator("[data-composer-send]").click()
    posts(page, text + " bis").wait_for()


def session_ends(page):
    page.context.clear_cookies(name=re.compile("session"))


@readers(**FRENCH_AT_A_DESK)
def test_a_topic_sent_after_the_session_ended_is_found_again_and_once_published_no_more(page, sign_in, reader):
    sign_in(page, "focal point")
    page.goto("/fr/forums/eau-et-littoral/new/")
    title, text = words(), words()
    page.fill("#id_title", title)
    page.fill("#id_source", text)
    session_ends(page)
    page.locator("[data-composer-send]").click()
    page.wait_for_url("**/account/login/**")
    sign_in(page, "focal point")
    page.goto("/fr/forums/eau-et-littoral/new/")
    expect(page.locator("#id_source")).to_have_value(text)
    expect(page.locator("#id_title")).to_have_value(title)
    page.locator("[data-composer-send]").click()
    posts(page, text).wait_for()
    page.goto("/fr/forums/eau-et-littoral/new/")
    page.wait_for_load_state("networkidle")
    assert page.input_value("#id_source") == ""
    expect(page.locator("[data-composer-stale]")).to_be_hidden()


@readers(**FRENCH_AT_A_DESK)
def test_what_was_sent_signed_out_leaves_once_one_signed_in_again(page, sign_in, reader):
    sign_in(page, "focal point")
    page.goto(TOPIC.format(language="fr"))
    text = words()
    write(page, text)
    session_ends(page)
    page.locator("[data-composer-send]").click()
    expect(pending(page)).to_contain_text("connecté")
    sign_in(page.context.new_page(), "focal point")
    pending(page).get_by_role("button", name="Renvoyer").click()
    posts(page, text).wait_for()
    expect(pending(page)).to_have_count(0)


@readers(**FRENCH_AT_A_DESK)
def test_what_was_thrown_away_does_not_come_back(page, sign_in, reader):
    sign_in(page, "focal point")
    page.goto(TOPIC.format(language="fr"))
    text = words()
    write(page, text)
    kept(page)
    session_ends(page)
    page.locator("[data-composer-send]").click()
    expect(pending(page)).to_contain_text("connecté")
    sign_in(page.context.new_page(), "focal point")
    with page.expect_response(lambda reply: reply.request.method == "POST" and reply.url.endswith("/reply/")):
        pending(page).get_by_role("button", name="Jeter").click()
    page.reload()
    assert (pending(page).count(), page.input_value("#composer textarea")) == (0, "")


@readers(**FRENCH_AT_A_DESK)
def test_a_preview_that_fails_promises_nothing_and_the_next_one_takes_its_words_away(page, sign_in, reader):
    sign_in(page, "civil society")
    page.goto(TOPIC.format(language="fr"))
    text = words()
    write(page, text)
    page.context.set_offline(True)
    page.locator("[data-composer-preview]").click()
    expect(page.locator("[data-composer-errors]")).to_contain_text("L’aperçu n’a pas pu être préparé")
    page.context.set_offline(False)
    page.locator("[data-composer-preview]").click()
    page.locator(".preview", has_text=text).wait_for()
    expect(page.locator("[data-composer-errors]")).to_be_empty()
    write(page, "")
    kept_on_server_is_gone(page)


def kept_on_server_is_gone(page):
    """What a test left in the composer is not the next one's."""
    page.wait_for_timeout(1600)
    page.reload()
    assert page.input_value("#composer textarea") == ""


@readers(**FRENCH_AT_A_DESK)
def test_a_draft_that_changed_elsewhere_is_told_without_taking_the_focus_and_ones_own_goes_on(
    page, open_page, sign_in, reader
):
    sign_in(page, "local authority")
    page.goto(TOPIC.format(language="fr"))
    text = words()
    write(page, text)
    kept(page)
    other = open_page()
    sign_in(other, "local authority")
    other.goto(TOPIC.format(language="fr"))
    write(other, text + " ailleurs")
    kept(other)
    source, panel = page.locator("#composer textarea"), page.locator("[data-composer-stale]")
    source.focus()
    page.keyboard.press("End")
    page.keyboard.type(" ici")
    panel.wait_for()
    expect(source).to_be_focused()
    expect(panel).to_contain_text(text + " ailleurs")
    page.keyboard.type(" et encore")
    expect(page.locator("[data-composer-mine]")).to_have_text(text + " ici et encore")
    assert_no_axe_violations(page)
    page.locator("[data-composer-take=mine]").click()
    expect(source).to_have_value(text + " ici et encore")
    kept(page)
    other.reload()
    expect(other.locator("#composer textarea")).to_have_value(text + " ici et encore")
    page.locator("[data-composer-send]").click()
    posts(page, text + " ici et encore").wait_for()


@readers(**FRENCH_AT_A_DESK)
def test_what_a_picture_shows_is_asked_for_though_the_files_are_folded_away(page, sign_in, reader):
    sign_in(page, "moderator")
    page.goto(TOPIC.format(language="fr"))
    text = words()
    write(page, text)
    page.locator(".files summary").click()
    page.set_input_files("#id_file_1", {"name": "port.jpg", "mimeType": "image/jpeg", "buffer": located()})
    page.locator(".files summary").click()
    page.locator("[data-composer-send]").click()
    expect(page.locator("#id_about_1")).to_be_focused()
    page.fill("#id_about_1", "Le port")
    page.locator("[data-composer-send]").click()
    posts(page, text).wait_for()


@readers(**FRENCH_AT_A_DESK)
def test_nobody_sends_or_reads_what_another_wrote_on_the_same_device(page, sign_in, reader):
    sent, unsent = words(), words()
    sign_in(page, "focal point")
    page.goto(TOPIC.format(language="fr"))
    page.context.set_offline(True)
    write(page, sent)
    page.locator("[data-composer-send]").click()
    pending(page).wait_for()
    write(page, unsent)
    again = page.context.new_page()
    page.close()
    again.context.clear_cookies()
    again.context.set_offline(False)
    sign_in(again, "civil society")
    again.goto(TOPIC.format(language="fr"))
    again.wait_for_timeout(2000)  # a message that waits leaves after half a second
    assert (pending(again).count(), posts(again, sent).count()) == (0, 0)
    assert unsent not in again.input_value("#composer textarea")
    again.context.clear_cookies()
    sign_in(again, "focal point")
    again.goto(TOPIC.format(language="fr"))
    posts(again, sent).wait_for()
    assert again.input_value("#composer textarea") == unsent


@readers(**FRENCH_AT_A_DESK)
def test_a_draft_is_found_again_in_another_browser(page, open_page, sign_in, reader):
    sign_in(page, "local authority")
    page.goto(TOPIC.format(language="fr"))
    text = words()
    write(page, text)
    kept(page)
    other = open_page()
    sign_in(other, "local authority")
    other.goto(TOPIC.format(language="fr"))
    assert other.input_value("#composer textarea") == text
    other.locator("[data-composer-send]").click()
    posts(other, text).wait_for()
    other.goto("/fr/forums/drafts/")
    assert text not in other.content()


@readers(**SHAPES)
def test_a_file_is_shown_after_the_message_and_a_preview_before(page, sign_in, reader):
    sign_in(page, "moderator", language=reader.language)
    page.goto(TOPIC.format(language=reader.language))
    text = words()
    write(page, f"**{text}**")
    page.locator("[data-composer-preview]").click()
    page.locator(".preview strong", has_text=text).wait_for()
    page.locator(".files summary").click()
    page.set_input_files("#id_file_1", {"name": "port.jpg", "mimeType": "image/jpeg", "buffer": located()})
    page.fill("#id_about_1", "Le port")
    page.set_input_files("#id_file_2", {"name": "avis.pdf", "mimeType": "application/pdf", "buffer": PDF})
    assert_no_axe_violations(page)
    assert_fits_width(page)
    page.locator("[data-composer-send]").click()
    posts(page, text).wait_for()
    added = page.locator("[data-live-region=feed] article", has_text=text)
    assert added.locator("img").get_attribute("alt") == "Le port"
    assert page.request.get(added.locator("a.attached__file").get_attribute("href")).body() == PDF


@readers(**SHAPES)
def test_a_newcomers_files_wait_are_seen_by_a_moderator_and_published(page, open_page, sign_in, reader, site):
    language = reader.language
    sign_up(page, site, language)
    page.goto(f"/{language}/forums/ombre-et-fraicheur/")
    page.locator("main a[href*='/forums/ombre-et-fraicheur/4/']").first.click()
    page.wait_for_url("**/ombre-et-fraicheur/4/**")
    text = words()
    write(page, text)
    page.locator(".files summary").click()
    page.set_input_files("#id_file_1", {"name": "port.jpg", "mimeType": "image/jpeg", "buffer": located()})
    page.fill("#id_about_1", "Le port")
    page.set_input_files("#id_file_2", {"name": "avis.pdf", "mimeType": "application/pdf", "buffer": PDF})
    page.locator("[data-composer-send]").click()
    page.locator("#waiting", has_text=text).wait_for()  # as the server has it, without the page being read again
    assert pending(page).count() == 0
    assert page.locator("#waiting img").get_attribute("alt") == "Le port"
    waiting = page.locator("#waiting a.attached__file").get_attribute("href")
    assert page.request.get(waiting).body() == PDF
    assert_no_axe_violations(page)
    assert_fits_width(page)
    team = open_page(width=reader.width)
    sign_in(team, "moderator", language)
    team.goto(f"/{language}/forums/moderation/?kind=held")
    team.locator(".queue a", has_text=text).click()
    team.locator(".flagged img[alt='Le port']").wait_for()
    assert team.request.get(team.locator(".flagged a.attached__file").get_attribute("href")).body() == PDF
    assert_no_axe_violations(team)
    assert_fits_width(team)
    team.locator("button[value=publish]").click()
    team.wait_for_load_state()
    posts(page, text).wait_for()
    page.locator("#waiting").wait_for(state="detached")
    added = page.locator("[data-live-region=feed] article", has_text=text)
    assert added.locator("img").get_attribute("alt") == "Le port"
    assert page.request.get(added.locator("a.attached__file").get_attribute("href")).body() == PDF


@readers(languages=("ar",), widths=(390,), schemes=("light",))
def test_a_voice_that_is_gone_is_refused_with_the_words_kept_and_the_one_that_stays_sends(page, reader, site):
    sign_up(page, site, reader.language)
    page.goto(f"/{reader.language}/forums/ombre-et-fraicheur/4/")
    voice = page.locator("#composer [name=voice]")
    voice.evaluate("field => { field.value = '999'; }")  # as a page that was open when a membership ended has it
    text = words()
    write(page, text)
    page.locator("[data-composer-send]").click()
    expect(page.locator("[data-composer-errors]")).not_to_be_empty()
    expect(page.locator("#composer textarea")).to_have_value(text)
    expect(voice).to_have_value("citizen")
    page.locator("[data-composer-send]").click()
    page.locator("#waiting", has_text=text).wait_for()


@readers(**FRENCH_AT_A_DESK)
def test_escape_leaves_an_answer_and_gives_the_focus_back(page, sign_in, reader):
    sign_in(page, "civil society")
    page.goto(TOPIC.format(language="fr"))
    link = page.locator("[data-answer='1']")
    link.click()
    assert page.locator("#composer textarea").evaluate("field => field === document.activeElement")
    assert page.input_value("#composer [name=reply_to]") == "1"
    page.keyboard.press("Escape")
    assert page.input_value("#composer [name=reply_to]") == ""
    assert link.evaluate("link => link === document.activeElement")


@readers(languages=("fr", "ar"), widths=(390,), schemes=("light",), javascript=(False,))
def test_without_a_script_one_looks_keeps_attaches_and_publishes(page, sign_in, reader):
    sign_in(page, "focal point", language=reader.language)
    page.goto(f"{TOPIC.format(language=reader.language)}reply/")
    text = words()
    write(page, text)
    page.locator("[data-composer-preview]").click()
    page.locator(".preview", has_text=text).wait_for()
    page.locator("[data-composer-keep]").click()
    assert page.input_value("#composer textarea") == text
    page.locator(".files summary").click()
    page.set_input_files(
        "#id_file_1", {"name": "page.pdf", "mimeType": "application/pdf", "buffer": HOSTILE["page.pdf"]}
    )
    page.locator("[data-composer-send]").click()
    page.locator("#id_file_1_error").wait_for()
    assert page.input_value("#composer textarea") == text
    page.set_input_files("#id_file_1", {"name": "avis.pdf", "mimeType": "application/pdf", "buffer": PDF})
    page.locator("[data-composer-send]").click()
    page.locator(".post", has_text=text).locator("a.attached__file").wait_for()
