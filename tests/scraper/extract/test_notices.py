"""What stands in the place of a comment, in many languages."""

from __future__ import annotations

import pytest

from scraper.extract.dom import parse
from scraper.extract.notices import is_pending, is_removed, may_be_pending


@pytest.mark.parametrize(
    "text",
    [
        "This comment was deleted.", "[removed]", "Dieser Kommentar wurde von der Redaktion gelöscht", "Ce commentaire a été supprimé", "Commentaire modéré",
        "Comentario eliminado por un moderador.", "Este comentario ha sido borrado", "Comentário removido", "Este comentário foi excluído pelo autor",
        "Commento rimosso", "Questo commento è stato eliminato", "Deze reactie is verwijderd", "Komentarz został usunięty", "Комментарий удалён", "Сообщение удалено",
        "Bu yorum silindi", "Kommentaren har tagits bort", "Kommentaren er slettet", "Kommentti on poistettu", "Komentář byl smazán",
        "このコメントは削除されました。", "该评论已被删除", "삭제된 댓글입니다.", "تم حذف هذا التعليق", "تعليق محذوف", "התגובה נמחקה",
    ],
)  # fmt: skip
def test_notices_of_removed_comments(text: str) -> None:
    assert is_removed(text)


@pytest.mark.parametrize(
    "text",
    [
        "I deleted my comment, and then the cat sat on it.", "Moderators removed the anchor.", "Комментарий об якоре мне понравился", "コメントありがとうございます。",
        "评论很有意思", "댓글 감사합니다", "Kommentar zum Anker: er wurde gestohlen", "Commento bello", "the comment above is right " * 6 + "deleted",
    ],
)  # fmt: skip
def test_words_about_comments_are_no_notice(text: str) -> None:
    assert not is_removed(text)


@pytest.mark.parametrize(
    "text",
    ["Your comment is awaiting moderation.", "Seu comentário aguarda moderação.", "Ваш комментарий ожидает модерации", "等待审核", "En attente de modération", "Il commento è in attesa di moderazione"],
)  # fmt: skip
def test_notices_of_comments_that_wait(text: str) -> None:
    assert is_pending(text)
    assert may_be_pending(parse(f"<ol><li>Ann <b>{text}</b> 3 May</li></ol>"))


def test_pages_are_asked_once_whether_comments_wait() -> None:
    assert not may_be_pending(parse("<ol class=comments><li>Ann: I wait for the moderator of the debate.</li></ol>"))
    assert may_be_pending(parse("<ol><li class=comment-awaiting-moderation>Ann</li></ol>"))
