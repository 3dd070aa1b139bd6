"""What every answer tells the browser: run nothing, load nothing from elsewhere, tell nobody."""

from __future__ import annotations


def content_security_policy(*, style: str = "'self'", image: str = "'self'") -> str:
    """The policy; scripts are always our own files, and no inline script runs anywhere."""
    return "; ".join(
        (
            "default-src 'none'",
            "script-src 'self'",
            f"style-src {style}",
            f"img-src {image}",
            "connect-src 'self'",
            "form-action 'self'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
        )
    )


HEADERS = {
    "Content-Security-Policy": content_security_policy(),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # A browser would look up the hosts of all links on a page, and so tell the world what is being read.
    "X-DNS-Prefetch-Control": "off",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
DATASETTE_HEADERS = {
    **HEADERS,
    # Datasette's own templates hold style elements and images within the text; they work without their inline scripts.
    "Content-Security-Policy": content_security_policy(style="'self' 'unsafe-inline'", image="'self' data:"),
}
