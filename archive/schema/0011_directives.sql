-- What a response asks of machines, in its headers or in the page, as JSON: {"noarchive": true, "content_usage": "train-ai=n"}.
alter table captures add column directives text;
