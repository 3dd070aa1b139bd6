"""What stands in the place of a comment: that it was removed, or awaits moderation.

"This comment was deleted."   "Комментарий удалён"   "تم حذف هذا التعليق"   "삭제된 댓글입니다."    removed
"Your comment is awaiting moderation."   "Seu comentário aguarda moderação."                   pending
"""

from __future__ import annotations

import re

from scraper.extract.dom import Document

_LONGEST = 120
_REMOVED = re.compile(
    r"^\W*(?:(?:this|the)?\s*(?:comment|post|reply|message|answer)\s*(?:by\s+(?:\S.{0,60}?\s+)?)?(?:was|has been|is|)\s*(?:deleted|removed|withdrawn|hidden|unavailable|no longer available|rejected|flagged|collapsed by|moderated)|(?:comment|post) (?:deleted|removed)"
    r"|deleted(?: by .{1,30})?|removed(?: by .{1,30})?|(?:dieser |diese )?(?:kommentar|beitrag|nachricht|antwort) (?:wurde )?(?:von (?:.{1,40} )?)?(?:gelöscht|entfernt|ausgeblendet)"
    r"|(?:ce )?(?:commentaire|message) (?:a été )?(?:supprimé|retiré|masqué|modéré)|(?:este |el )?(?:comentario|mensaje) (?:ha sido |fue )?(?:eliminado|borrado|ocultado)"
    r"|(?:este |o )?(?:comentário|comentario) (?:foi )?(?:removido|excluído|apagado|eliminado)|(?:questo |il )?commento (?:è stato )?(?:rimosso|eliminato|cancellato)"
    r"|(?:deze )?(?:reactie|bericht) (?:is |werd )?(?:door .{1,30} )?(?:verwijderd|gewist)|(?:ten )?(?:komentarz|post|wpis) (?:został )?(?:usunięty|skasowany)"
    r"|(?:этот |это )?(?:комментарий|сообщение) (?:был |было )?(?:удал[её]но?|скрыто?)|(?:цей )?коментар (?:було? )?видалено|(?:bu )?yorum (?:silindi|silinmiş|kaldırıldı)"
    r"|(?:den här |denna )?kommentaren? (?:har |är )?(?:tagits bort|borttagen|raderats|raderad)|(?:denne )?kommentar(?:en)? (?:er |ble |blev )?(?:slettet|fjernet)"
    r"|(?:tämä )?kommentti (?:on )?poistettu|(?:tento )?komentář (?:byl )?(?:smazán|odstraněn)|(?:ez a |a )?hozzászólás(?:t)? (?:törölték|törölve)|το σχόλιο (?:έχει )?διαγραφεί?)\b.{0,60}$"
    r"|^\W*(?:この)?(?:コメント|投稿|メッセージ)は.{0,12}?(?:削除|非表示)|^\W*(?:该|此|這則|这条)?(?:评论|評論|留言|回复|回覆|帖子)(?:已经|已|已被|已經)?被?.{0,6}(?:删除|刪除|屏蔽|隐藏)"
    r"|^\W*(?:작성자(?:가|에 의해) |관리자(?:가|에 의해) )?(?:삭제된|가려진|숨겨진) (?:댓글|글|메시지)|^\W*(?:댓글|글)이 (?:삭제|숨김)"
    r"|^\W*(?:تم|جرى) (?:حذف|إزالة|إخفاء) (?:هذا )?(?:التعليق|الرد|المنشور)|^\W*تعليق محذوف|^\W*(?:ה)?תגובה (?:זו )?(?:נמחקה|הוסרה)|^\W*این (?:نظر|دیدگاه) حذف شد",
    re.I,
)
_PENDING = re.compile(
    r"awaiting[- ](?:moderation|approval)|wird moderiert|wartet auf (?:freischaltung|moderation)|en attente de modération|(?:pendiente|a la espera) de moderaci|aguarda(?:ndo)? modera[çc]|in attesa di moderazione"
    r"|wacht op (?:moderatie|goedkeuring)|oczekuje na (?:moderację|zatwierdzenie)|ожидает (?:модерации|проверки|одобрения)|onay bekliyor|väntar på (?:granskning|moderering)|承認待ち|等待审核|待審核|승인 대기|قيد المراجعة|في انتظار",
    re.I,
)


def is_removed(text: str) -> bool:
    """Whether a comment's text is nothing but the notice that it is gone."""
    return len(text) < _LONGEST and _REMOVED.match(text) is not None


# What one of the texts that `_PENDING` finds begins with, or is.
_PENDING_WORDS = (
    "awaiting", "wird moderiert", "wartet auf", "en attente", "de moderaci", "aguarda", "in attesa", "wacht op", "oczekuje na", "ожидает",
    "onay bekliyor", "väntar på", "承認待ち", "等待审核", "待審核", "승인 대기", "قيد المراجعة", "في انتظار",
)  # fmt: skip


def may_be_pending(document: Document) -> bool:
    """Whether a comment of a page may await moderation: a text or a name says something of the kind."""
    return any("moderation" in names for names in document.named_alike) or bool(document.texts_with(_PENDING_WORDS))


def is_pending(text: str) -> bool:
    """Whether texts of a record say that it awaits moderation."""
    return _PENDING.search(text) is not None
