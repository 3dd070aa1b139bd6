"""Forgetting: a person, an article or a site is taken out of everything, and not archived again."""
