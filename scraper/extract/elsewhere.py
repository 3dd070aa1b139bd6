"""Comments that a service's script loads: which service, and how many if the page says so. They are not in the page.

Services are known by the names that their own instructions give to elements, attributes and files, never by a host: who
runs one may serve it from anywhere.
"""

from __future__ import annotations

import re

from scraper.extract.dom import Document
from scraper.extract.names import BITS

_SERVICE = BITS["elsewhere"]
# Beginnings of classes and ids of the elements that are filled.
_NAMES = {
    "disqus_thread": "disqus", "disqus-thread": "disqus", "dsq-": "disqus", "fb-comments": "facebook", "coral-stream": "coral", "coral_talk": "coral", "coral-talk": "coral",
    "coral_thread": "coral", "isso-thread": "isso", "giscus": "giscus", "utterances": "utterances", "commento": "commento", "hyvor-talk": "hyvor", "remark42": "remark42",
    "cusdis_thread": "cusdis", "livefyre": "livefyre", "idc-container": "intensedebate", "idcomments": "intensedebate", "spot-im": "spotim", "spotim-": "spotim", "viafoura": "viafoura",
    "openweb-": "openweb", "squarespace-comments": "squarespace", "vuukle": "vuukle", "fastcomments": "fastcomments", "discourse-comments": "discourse", "waline": "waline", "tcomment": "twikoo",
    "twikoo": "twikoo", "vcomments": "valine", "gitalk": "gitalk", "vk_comments": "vk", "mc-container": "cackle", "hypercomments": "hypercomments", "muut": "muut", "graphcomment": "graphcomment",
    "talkyard-comments": "talkyard", "insticator": "insticator", "tolstoycomments": "tolstoycomments", "replybox": "replybox", "lv-container": "livere", "sohucs": "changyan", "ds-thread": "duoshuo",
    "commentbox": "commentbox", "just-comments": "just-comments", "js-kit-comments": "js-kit", "metype": "metype", "artalk": "artalk", "schnack": "schnack",
}  # fmt: skip
# Elements of their own.
_TAGS = {
    "fb:comments": "facebook", "comentario-comments": "comentario", "hyvor-talk-comments": "hyvor", "vf-conversations": "viafoura", "commento-comments": "commento", "fast-comments": "fastcomments",
}  # fmt: skip
# Parts of the files, and attributes, of scripts that put the element where they stand.
_FILES = {
    "genericcommentwrapper": "intensedebate", "/embed/comments/get": "muut", "fastcomments": "fastcomments", "/twikoo": "twikoo", "/gitalk": "gitalk", "/waline": "waline", "@waline/": "waline",
    "/artalk": "artalk", "talkyard-comments": "talkyard", "/graphcomment": "graphcomment",
}  # fmt: skip
_ATTRIBUTES = {
    "data-ghost-comments": "ghost", "issue-term": "utterances", "data-isso": "isso", "data-schnack-slug": "schnack", "data-spot-id": "spotim", "data-spotim-module": "spotim", "data-repo-id": "giscus",
}  # fmt: skip
_RESPONSES = re.compile(r'"PostResponses","count":(\d{1,7})(?!\d)')


def count_elsewhere(document: Document) -> int | None:
    """How many responses there are by the state of a page's scripts, which has none of them itself (as on Medium)."""
    found = (_RESPONSES.search(text) for _, text in document.scripts if "PostResponses" in text)
    return next((int(one[1]) for one in found if one), None)


def comments_elsewhere(document: Document) -> str | None:
    """Which service's script loads the comments: they are not in this page, and none are claimed of it."""
    if any(node.bits & _SERVICE for node in document.named):
        together = "".join([node.names for node in document.named if node.length < 200])
        if service := next((service for name, service in _NAMES.items() if f" {name}" in together), None):
            return service
    if service := next((service for tag, service in _TAGS.items() if tag in document.by_tag), None):
        return service
    return _of_scripts(document) or ("medium" if count_elsewhere(document) is not None else None)


def _of_scripts(document: Document) -> str | None:
    files = []
    for node in document.elements("script"):
        for name, service in _ATTRIBUTES.items():
            if name in node.attributes:
                return service
        files.append(node.get("src").lower())
    together = " ".join(files)
    return next((service for part, service in _FILES.items() if part in together), None)
