"""Reports in HTML: the article's text and what the page says about it, without any network."""

import re

from geo.errors import BadReport

_MAX_HTML = 10_000_000  # characters; a page of news is a thousand times smaller
_MAX_TAGS = 200_000
_LANG = re.compile(r"<html\b[^>]{0,400}?\blang\s?=\s?[\"']?([A-Za-z]{2,3})\b", re.IGNORECASE)
_BODY = re.compile(r"<(?:html|body)\b", re.IGNORECASE)
_LOOKS = re.compile(
    r"\s{0,64}(?:<!--.{0,500}?-->\s{0,64})?<(?:!doctype html|html|head|body)\b", re.IGNORECASE
)


def looks_like_html(source: str) -> bool:
    """Return whether `source` begins like a web page."""
    return _LOOKS.match(source[:1024]) is not None


def read_page(source: str, *, name: str) -> tuple[dict[str, object], str]:
    """Return the fields of a page (title, published, publisher, url, lang) and its main text.

    The date is that of the page's metadata or address; none is guessed from its text.

    Raises:
        BadReport: the page is too big, or holds no text.
    """
    import trafilatura
    from trafilatura.settings import Document

    if len(source) > _MAX_HTML or source.count("<") > _MAX_TAGS:
        raise BadReport(name, "the page is too big")
    if _BODY.search(source) is None:
        source = f"<html><body>{source}</body></html>"  # a fragment, which is else not parsed
    try:
        page = trafilatura.bare_extraction(
            source,
            with_metadata=True,
            include_comments=False,
            favor_recall=True,
            date_extraction_params={"extensive_search": False, "original_date": True},
        )
        found = page if isinstance(page, Document) else None
        text = (found and found.text) or trafilatura.html2txt(source)
    except (ValueError, RecursionError, UnicodeError) as error:
        raise BadReport(name, f"the page cannot be parsed ({error})") from error
    if not text.strip():
        raise BadReport(name, "the page holds no text")
    lang = _LANG.search(source[:4096])
    fields: dict[str, object] = {"lang": lang[1] if lang else None}
    if found:
        fields |= {
            "title": found.title,
            "published": found.date,
            "publisher": found.sitename,
            "url": found.url,
        }
    return fields, text
