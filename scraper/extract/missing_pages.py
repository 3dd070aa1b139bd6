"""Pages that say that there is none at this address: servers send many of them as if all were well.

"404", "Page not found", "Seite nicht gefunden", "Страница не найдена", "お探しのページは見つかりませんでした"
"""

from __future__ import annotations

import re

from scraper.extract.dom import Document
from scraper.extract.render import text_of
from scraper.extract.structured import Head

_LONGEST, _LONGEST_TEXT = 90, 600
_GONE = re.compile(
    r"^\W*(?:[^\W\d_]{2,8}\s?!\W*)?(?:(?:error|fehler|erreur|oops\W*)?\W*\b404\b(?!\s*[-–]?\s*(?:km|m|euro?s?|dead|people|pages|days|million)\b)|(?:(?:oops|sorry|uh-oh|whoops)\W+)?(?:(?:the |this |that |requested )*(?:page|file|article|url)|we)\b.{0,50}\b(?:not found|not be found"
    r"|(?:doesn['’]t|does not|no longer) (?:seem to )?exists?|(?:couldn['’]t|could not|can['’]t|cannot) (?:be found|find (?:that|the|this|your) page)|is gone)|not found$|nothing (?:was )?found"
    r"|(?:die |diese )?(?:angeforderte )?seite (?:wurde )?(?:leider )?(?:nicht gefunden|existiert nicht)|page (?:non trouvée|introuvable)|(?:la )?p[áa]gina (?:que busca )?(?:não|no) (?:encontrada|ha sido encontrada|existe|fue encontrada)"
    r"|pagina non trovata|pagina niet gevonden|strona nie (?:została znaleziona|istnieje)|nie znaleziono strony|stránka (?:nebyla nalezena|neexistuje|nenalezena)|страница не найдена|сторінку не знайдено"
    r"|sidan (?:kunde inte hittas|hittades inte|finns inte)|side(?:n)? (?:ble |blev )?ikke (?:funnet|fundet)|sivua ei löyty\w*|sayfa bulunamadı|a(?:z)? (?:keresett )?oldal nem található|pagina nu (?:a fost găsită|există)"
    r"|η σελίδα δεν βρέθηκε|お探しのページ(?:は|が)|ページが(?:見つかりません|存在しません)|页面不存在|找不到(?:页面|頁面|网页|網頁)|您访问的页面|페이지를 찾을 수 없|الصفحة غير موجودة|הדף לא נמצא|không tìm thấy trang|halaman tidak ditemukan|ไม่พบหน้า)",
    re.I,
)


def is_missing(document: Document, head: Head, text: str) -> bool:
    """Whether title or heading say that the page is not there, and no text contradicts."""
    if len(text) > _LONGEST_TEXT:
        return False
    headings = (text_of(document, node) for node in document.elements("h1", "h2")[:2] if 0 < node.length <= _LONGEST)
    return any(_GONE.match(line) for line in (head.title or "", *headings))
