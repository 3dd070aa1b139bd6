"""What stands in place of embedded videos, posts and maps until a reader agrees to load them: none of it is the article's.

<div class="embed"><p>External content</p><p>To view this content, please accept cookies.</p><button>Accept</button></div>
"""

from __future__ import annotations

import re

from scraper.extract.blocks import Block

_LONGEST = 300
_NOTICE = re.compile(
    r"""\W*(?:
    (?:empfohlener?\s+)?(?:externer?|redaktioneller)\s+inhalte?\b(?!\s+\w+\s+\w+\s+\w+\s+\w)
    | an\s+dieser\s+stelle\s+(?:findest\s+du|finden\s+sie)\s+(?:\w+\s+){0,3}inhalt
    | (?:du\s+kannst|sie\s+können)\s+(?:ihn|sie|es)\s+(?:dir|sich)\s+mit\s+einem\s+klick
    | ich\s+bin\s+(?:damit\s+)?einverstanden,?\s+dass\s+(?:mir\s+)?extern
    | (?:deine|ihre)\s+(?:privatsphäre|datenschutz|cookie)-?\s?einstellungen\s+(?:verhinder|erlaub|lassen|block)
    | wir\s+(?:benötigen|brauchen)\s+(?:deine|ihre)\s+(?:zustimmung|einwilligung)
    | mit\s+(?:deiner|ihrer)\s+(?:zustimmung|einwilligung)\s+(?:wird|werden)\s+(?:hier|an\s+dieser)
    | (?:um|zum)\s+(?:anzeigen|ansehen)?\s*(?:diese[nsr]?|dieses)\s+(?:inhalts?|videos?|beitrags?|tweets?|elements?)\b.{0,40}(?:anzeigen|sehen|laden|akzeptier)
    | external\s+content\b(?!\s+\w+\s+\w+\s+\w)
    | (?:this|the\s+following)\s+(?:content|video|article|post|embed|element)\s+(?:is\s+hosted\s+by|is\s+not\s+available|isn['’]t\s+available|contains\s+content\s+provided\s+by|could\s+not\s+be\s+loaded|cannot\s+be\s+displayed)
    | to\s+(?:view|see|display|watch)\s+th(?:is|e)\s+(?:content|video|embed|tweet|post|element|media)\b.{0,60}(?:accept|enable|consent|cookie|allow|agree|javascript)
    | we\s+(?:ask\s+for|need)\s+your\s+(?:permission|consent)\s+(?:before|to\s+load|to\s+show)
    | by\s+(?:loading|clicking\s+on)\s+th(?:is|e)\s+(?:video|tweet|post|content|map),?\s+you\s+(?:agree|accept|consent)
    | please\s+(?:enable|turn\s+on|activate)\s+(?:java\s?script|cookies)\b
    | allow\s+\w+\s+content\s*\?
    | contenu\s+externe\b | ce\s+contenu\s+(?:est|a\s+été)\s+(?:bloqué|hébergé)
    | pour\s+(?:afficher|voir|consulter|visualiser)\s+ce(?:tte)?\s+(?:contenu|vidéo|publication|tweet)\b.{0,60}(?:accept|cookie|consent|autoris)
    | contenido\s+externo\b | para\s+ver\s+est[ea]\s+(?:contenido|vídeo|video|publicación)\b.{0,60}(?:acept|cookie|consent|permit)
    | contenuto\s+esterno\b | per\s+(?:vedere|visualizzare)\s+quest[oa]\s+(?:contenuto|video|post)\b.{0,60}(?:accett|cookie|consens)
    | externe\s+(?:content|inhoud)\b | om\s+deze\s+(?:inhoud|video|content)\s+te\s+(?:tonen|bekijken|zien)\b
    )""",
    re.I | re.X,
)
_LEADS_ON = re.compile(
    r"""[^\w(]*(?:
    read\s+(?:more|also|next|this) | also\s+read | see\s+also | related(?:\s+(?:stor(?:y|ies)|articles?|posts?|reading))?
    | lea(?:\s+(?:también|más|además))? | lee\s+(?:también|más) | leer\s+(?:más|también) | te\s+puede\s+interesar | mira(?:\s+también)?
    | vea\s+(?:también|además) | ver\s+también
    | lesen\s+sie\s+(?:auch|hier|dazu|mehr)(?:\s+(?:auch|die\s+folgenden\s+beiträge))? | lies\s+auch | mehr\s+(?:zum\s+thema|dazu|lesen)(?:\s+lesen\s+sie\s+hier)?
    | passend\s+(?:dazu|zum\s+thema) | schon\s+gelesen | auch\s+interessant | weitere\s+(?:beiträge|artikel)\b.{0,40}?
    | à\s+lire\s+(?:aussi|également) | lire\s+(?:aussi|également) | voir\s+aussi | leggi\s+(?:anche|pure) | vedi\s+anche
    | lees\s+(?:ook|meer|verder) | leia\s+(?:também|mais) | veja\s+(?:também|mais) | saiba\s+mais
    | czytaj\s+(?:też|także|również|więcej) | zobacz\s+(?:też|także|również) | читайте\s+также | смотрите\s+также
    | cite[șşs]te\s+(?:și|şi|si|mai\s+mult) | διαβάστε\s+(?:επίσης|ακόμ[αη]) | čtěte\s+(?:také|též|dále) | prečítajte\s+si(?:\s+aj)? | olvass[ao]?\s+(?:el|még)(?:\s+ezt\s+is)? | kapcsolódó(?:\s+cikk(?:ek|ünk)?)?
    | ayrıca\s+(?:bkz|okuyun) | ilgili\s+haber(?:ler)? | читайте\s+(?:також|ещё|еще|по\s+теме) | baca\s+juga | xem\s+thêm | đọc\s+thêm | pročitajte\s+(?:i|još) | прочетете\s+още
    | اقرأ\s+(?:أيض[اًا]+|المزيد) | קראו\s+(?:גם|עוד) | بیشتر\s+بخوانید | यह\s+भी\s+पढ़ें | ये\s+भी\s+पढ़ें | อ่าน(?:เพิ่มเติม|ข่าวเกี่ยวข้อง) | 延伸(?:阅读|閱讀) | (?:相关|推荐)阅读 | (?:相關|推薦)閱讀
    | läs\s+(?:också|även|mer) | les\s+(?:også|mer) | læs\s+også | lue\s+myös | 관련\s*기사 | 関連記事 | あわせて読みたい
    )\s*(?P<sign>[:|»?：]|$)""",
    re.I | re.X,
)
# Who took a picture, as agencies want it named; and the heading of a list of the article's own headings.
_CREDIT = re.compile(
    r"""(?:.{0,60}(?:[/:(,©|]|\bvia|\bby|\bfrom)\s*|\W*)
    (?:AFP|Reuters|Getty(?:\s+Images)?|dpa|AP(?:\s+Photo)?|EPA|ANSA|EFE|TASS|Xinhua|Shutterstock|i?Stock(?:photo)?|Unsplash|Pixabay|Pexels|imago|picture\s+alliance|Alamy|PA\s+Wire|Keystone|Wikimedia\s+Commons)
    \W*$""",
    re.I | re.X,
)
_CONTENTS = re.compile(r"\W*(?:table\s+of\s+contents|inhaltsverzeichnis|table\s+des\s+matières)\W*(?:show|hide|toggle)?\W*$", re.I)  # fmt: skip
_LONGEST_CREDIT = 100
# With one of these a notice, or what leads on, begins; and with one of those a credit ends. Most blocks do neither.
_BEGINNINGS = frozenset(
    "empfohlener empfohlene externer externe externes redaktioneller an du sie ich deine ihre wir mit um zum external this the to we by please allow "
    "contenu ce pour contenido para contenuto per om read also see related lea lee leer te mira vea ver lesen lies mehr passend schon auch weitere à "
    "citește citeşte citeste διαβάστε čtěte prečítajte olvassa olvass kapcsolódó ayrıca ilgili baca xem đọc pročitajte прочетете اقرأ קראו بیشتر यह ये "
    "lire voir leggi vedi lees leia veja saiba czytaj zobacz читайте смотрите läs les læs lue 관련 관련기사 関連記事 table inhaltsverzeichnis".split()
)
_ENDS = frozenset(
    "afp reuters getty images dpa ap photo epa ansa efe tass xinhua shutterstock stock istock stockphoto istockphoto unsplash pixabay pexels imago "
    "alliance alamy wire keystone commons".split()
)
# Beginnings in scripts that part no words, or join marks to letters.
_UNPARTED = ("あわせて読みたい", "延伸", "相关阅读", "推荐阅读", "相關閱讀", "推薦閱讀", "อ่าน", "यह", "ये")
_FIRST_WORD = re.compile(r"\W*(\w+)")
_LAST_WORD = re.compile(r"([^\W\d_]+)\W*$")
_OF_REFERENCE = re.compile(r"\W*(?:see\s+also|ver\s+también|voir\s+aussi|vedi\s+anche)\b", re.I)


def is_aside(block: Block) -> bool:
    """Whether a block asks for agreement to what stands in its place, leads on to another article, or names the maker of a picture."""
    if block.length > _LONGEST:
        return False
    text = block.text
    if (first := _FIRST_WORD.match(text)) is None:
        return False
    word = first[1].lower()
    if (word in _BEGINNINGS or word.startswith(_UNPARTED)) and (
        _NOTICE.match(text) or _CONTENTS.match(text) or _leads_on(block)
    ):
        return True
    if block.length > _LONGEST_CREDIT:
        return False
    last = _LAST_WORD.search(text, max(0, len(text) - 40))
    return last is not None and last[1].lower() in _ENDS and _CREDIT.match(text) is not None


def _leads_on(block: Block) -> bool:
    """Whether a block is a link to another article with a word in front, or that word above such links."""
    found = _LEADS_ON.match(block.text)
    if found is None:
        return False
    if block.linked * 3 > block.length:
        return found["sign"] != "" or block.linked == block.length
    return not block.text[found.end() :].strip() and _OF_REFERENCE.match(block.text) is None
