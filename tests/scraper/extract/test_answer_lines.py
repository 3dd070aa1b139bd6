"""Lines that name whom a comment answers, in many languages, and lines that do not."""

from __future__ import annotations

import pytest

from scraper.extract.answer_lines import answer_line, likely_texts
from scraper.extract.dom import parse


@pytest.mark.parametrize(
    ("html", "name"),
    [
        pytest.param("<div>In reply to Ann</div><p>No.</p>", "Ann", id="english"),
        pytest.param("<div>In reply to <a href='#c1'>Ann Lee</a>:</div><p>No.</p>", "Ann Lee", id="linked name"),
        pytest.param("<a href='#c1'>Antwort auf Jörg</a><div>Nein.</div>", "Jörg", id="german link"),
        pytest.param("<div>En réponse à Zoé</div><p>Non.</p>", "Zoé", id="french"),
        pytest.param("<div>В ответ на Анна</div><p>Нет.</p>", "Анна", id="russian"),
        pytest.param("<div><span>回复 @小明：</span>不是。</div>", "小明", id="chinese, in the words' own box"),
        pytest.param("<div>たろう への返信</div><p>いいえ。</p>", "たろう", id="japanese: name in front"),
        pytest.param("<b>Ann</b> <span>→</span> <b>Ben</b><p>No.</p>", "Ben", id="arrow"),
        pytest.param("<p>In response to this I wrote to the council, and the council never answered.</p>", None, id="sentence"),
        pytest.param("<p>Replying to <b>Ann</b> is no use, I have tried it more than once this year.</p>", None, id="start of one"),
        pytest.param("<a href='#r'>Reply</a><p>No.</p>", None, id="control"),
        pytest.param("<a href='#r'>回复</a>", None, id="control alone"),
    ],
)  # fmt: skip
def test_a_line_names_whom_a_comment_answers(html: str, name: str | None) -> None:
    document = parse(f"<html><body><div>{html}</div></body></html>".encode())
    likely = likely_texts(document)
    found = answer_line([node for node in document.nodes if node.tag != "html"])
    assert likely or not found
    assert (found.name if found else None) == name
