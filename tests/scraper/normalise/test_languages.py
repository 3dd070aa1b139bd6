"""The language that a text reads like."""

from __future__ import annotations

import pytest

from scraper.normalise.languages import language_of
from tests.scraper.extract.reading import WORDS, read


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", WORDS),
        ("de", "Der Kran im Hafen wurde dreimal gestrichen, bevor jemand fragte, wer das bestellt hatte, und die Antwort ist auch für den Rat nicht einfach."),
        ("fr", "La grue du port a été peinte trois fois avant que le conseil ne demande qui avait commandé les travaux, et pour cette raison elle est grise."),
        ("es", "La grúa del puerto se pintó tres veces antes de que el consejo preguntara quién la había pedido, y por eso los vecinos no están contentos."),
        ("pt", "O guindaste do porto foi pintado três vezes antes que a câmara perguntasse quem o pediu, e os moradores não ficaram contentes com uma resposta."),
        ("sv", "Kranen i hamnen målades tre gånger innan rådet frågade vem som hade beställt det, och det är inte den färg som de ville ha för att synas."),
        ("pl", "Dźwig w porcie pomalowano trzy razy, zanim rada zapytała, kto to zamówił, ale nikt nie odpowiedział i do dziś jest on tak szary jak na początku."),
        ("ru", "Кран в порту красили три раза, прежде чем кто-то спросил, кто это заказал, и ответа не было."),
        ("uk", "Кран у порту фарбували тричі, перш ніж хтось запитав, хто це замовив, і відповіді не було."),
        ("bg", "Кранът на пристанището беше боядисан три пъти, преди някой да попита кой го е поръчал."),
        ("ja", "港の起重機は三度も塗られたが、誰が最初の一度を頼んだのかは誰も知らなかったのである。"),
        ("zh", "港口的起重机被漆了三次，才有人问是谁下的订单，而市议会至今没有给出任何答复。"),
        ("ko", "항구의 기중기는 세 번이나 칠해졌지만 누가 처음에 주문했는지는 아무도 알지 못했다."),
        ("ar", "طليت الرافعة في الميناء ثلاث مرات قبل أن يسأل أحد عمن طلب ذلك من المجلس البلدي."),
        ("fa", "جرثقیل بندر سه بار رنگ شد پیش از آنکه کسی بپرسد چه کسی آن را سفارش داده است، گفت شهردار."),
        ("he", "העגורן בנמל נצבע שלוש פעמים לפני שמישהו שאל מי הזמין את העבודה ומי ישלם עליה."),
        ("th", "ปั้นจั่นที่ท่าเรือถูกทาสีสามครั้งก่อนที่จะมีใครถามว่าใครเป็นคนสั่งให้ทำงานนี้"),
    ],
)  # fmt: skip
def test_texts_read_like_their_language(language: str, text: str) -> None:
    assert language_of(text) == language


@pytest.mark.parametrize("text", ["", "Hm.", "lorem ipsum dolor amet " * 8, "Den er på kranen. " * 2])
def test_what_is_not_sure_is_not_told(text: str) -> None:
    assert language_of(text) is None


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        pytest.param("<html lang=fr>", "fr", id="declared"),
        pytest.param("<body lang=fr>", "fr", id="on-the-body"),
        pytest.param('<meta property="og:locale" content="fr_CA">', "fr-CA", id="in-the-head"),
        pytest.param('<script type="application/ld+json">{"@type": "NewsArticle", "headline": "The crane", "inLanguage": "fr"}</script>', "fr", id="json-ld"),
        pytest.param("<title>The crane</title>", "en", id="as-it-reads"),
    ],
)  # fmt: skip
def test_what_a_page_declares_comes_first(html: str, expected: str) -> None:
    found = read(f"{html}<h1>The crane</h1><p>{WORDS}</p><p>{WORDS}</p>").article
    assert found is not None
    assert found.language == expected
