"""What bylines say before, between and behind names, in the languages of newspapers.

"Text: Ann Lee, Fotos: Bo Marsh"     -> Ann Lee (the picture's name is another matter)
"文／孔德明", "작성자: 김민수", "מאת: …"      labels, with or without a colon
"記者孔德明／台北報導", "김민수 기자"       a name beside the word for a reporter
"責任編輯：孔德明"                     an editor, who counts where no writer is named
"""

from __future__ import annotations

import re

# With a colon or a slash behind them.
_LABELS = (
    "texto?s?|teksti?|texte|testo|words|story|stories|report(?:er|ing|age)?|interview|article|authors?|written|writer|words and (?:photos|pictures)"
    "|autor(?:in|en|innen|ka|zy|ul|es|as|a|e|i)?|autoři|auteure?s?|autric[ei]|verfasst?er(?:in)?|redakteur(?:in)?|författare|skribent|forfatter|journalist[aeo]?|toimittaja"
    "|kirjoittaja|teksti|szerző|írta|cikk|yazan|yazar|haber|muhabir|автор[иы]?|текст|журналист(?:ка)?|корреспондент|автор статьи|автор текста|κείμενο|συντάκτης|συντάκτρια"
    "|γράφει(?: [οη])?|ρεπορτάζ|tác giả|tác phẩm|bài|penulis|laporan|reporter|redactora?|redazione|nota de|por|by|von"
)
_BARE_BY = "by|from|von|par|por|di|door|av|af|od|від|от|przez|γράφτηκε από|από(?: τον| την)?|του|της|oleh|bởi|theo"
_JOINED_LABELS = (
    r"كتبت?|بقلم|إعداد|الكاتب|كاتب المقال|نویسنده|نوشته|מאת|כתבה?|लेखक|द्वारा|โดย|ผู้เขียน|ผู้สื่อข่าว"
    r"|(?:この記事を書いた人|執筆者?|著者|ライター|取材・文|作者|撰文|撰稿|本报记者|本報記者|记者|記者|文|글|글쓴이|작성자|기자명?|취재)"
)
_WITH_PICTURES = (
    r"(?:\s*(?:und|and|et|y|e|och|og|&|\+|/|・)\s*(?:fotos?|photos?|photographs|pictures|bilder|bild|写真|撮影))?"
)
LABEL = re.compile(
    rf"^[\W\d]*(?:(?:{_LABELS}){_WITH_PICTURES}\s*[:：/／｜]|(?:{_JOINED_LABELS}){_WITH_PICTURES}(?:\s*[:：/／｜丨|]|\s+(?=\S)|$)|(?:γράφτηκε από|γράφει [οη])\s)\s*(?P<names>.*)$",
    re.I,
)
"""A label in front of names."""
BARE_LABEL = re.compile(rf"\W*(?:(?:{_LABELS})\s*[:：/／]|(?:{_BARE_BY}|{_JOINED_LABELS})\s*[:：/／]?)\W*", re.I)
"""A label whose name stands in another element."""
NAKED_LABEL = re.compile(rf"\W*(?:{_LABELS}|{_BARE_BY}|{_JOINED_LABELS})\W*", re.I)
"""The same where markup tells that names follow: words alone may be a section's name."""
PICTURES = re.compile(
    r"\s*[,;|/&+•·–—-]*\s*(?:\b(?:und|and|et|y|e|og|och)\s+)?\b(?:fotos?|photos?|pictures|fotografias?|fotografie|photograph(?:y|s|ies|e)|images?|illustrations?|illustrazioni|ilustraciones|bilder|video|grafik"
    r"|foto ?graf(?:ie|in|o|ía)?|zdjęcia|fotky|kuvat?|valokuvat|фото|foto|fotoğraf(?:lar)?|φωτογραφίες)\b\s*(?:[:：/]|by\b|von\b|di\b|de\b|par\b).*$|[，,／/\s]*(?:写真|撮影|摄影|攝影|圖|图|사진)\s*[:：/／＝=].*$",
    re.I,
)
"""Who made the pictures."""
EDITOR = re.compile(
    r"^\W*(?:(?:责任|責任|本文|执行)?(?:编辑|編輯|主编)|校对|校對|审核|編集|edited|editor|editing|redigiert|herausgegeben|lektorat|redaktor)\s*(?:by)?\s*[:：]",
    re.I,
)
_HAN = "\u4e00-\u9fff"
_REPORTER = re.compile(
    rf"(?:记者|記者)[\s:：/／]*(?P<behind>[{_HAN}]{{2,4}})(?![{_HAN}])|(?<![가-힣])(?P<korean>[가-힣]{{2,4}})\s*(?:선임|인턴|수습)?기자(?![가-힣])|(?<![{_HAN}])(?P<before>[{_HAN}]{{2,4}})[・\s]*(?:记者|記者)"
)
# A joint that is a name's own part as well ("Ortega y Gasset") parts names of two words and more.
_AND = re.compile(r"\s+(?:e|y|i|a|og|och|en|ja|és|ve|y|și|si|и|та|й|και|ו|va|và|dan|dhe|ir|un)\s+")


def reporter_in(line: str) -> str | None:
    """The name beside the word for a reporter, in Chinese and Korean."""
    found = _REPORTER.search(line)
    return (found["behind"] or found["korean"] or found["before"]) if found else None


def parted(name: str) -> list[str]:
    """Two names that a joint stands between, of two words and more each; else the one."""
    parts = _AND.split(name)
    are_names = len(parts) > 1 and all(len(part.split()) > 1 and part[:1].isupper() for part in parts)
    return parts if are_names else [name]
