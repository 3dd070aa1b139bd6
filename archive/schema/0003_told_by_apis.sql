-- What a platform's API tells of articles and comments, beside what pages show of them.
-- An API tells the stored parent where pages flatten deep threads, and answers to comments that were taken down.

alter table articles add column is_on_page integer not null default 1;  -- 0: so far only an API has told of it
alter table comments add column is_on_page integer not null default 1;  -- 0: so far only an API has told of it

create table told_articles (
    article_id integer primary key references articles on delete cascade,
    digest text not null,                   -- of title, authors and text as the API told them last: only its change is an edit
    page_digest text,                       -- of the same as a page showed them last, where the API's words took their place
    first_told_at text not null,
    last_told_at text not null,
    capture_id integer references captures  -- where it was told last
) strict;

create table told_comments (
    comment_id integer primary key references comments on delete cascade,
    site_id integer not null references sites,
    number integer,                         -- its key, where that is a number: a list that leaves it out is found by it
    parent_key text,                        -- the stored parent; `comments.parent_key` is the one that pages show
    digest text not null,                   -- of author and text as the API told them last: only its change is an edit
    page_digest text,                       -- of the same as a page showed them last
    first_told_at text not null,
    last_told_at text not null,
    capture_id integer references captures
) strict;

create index told_comments_by_number on told_comments (site_id, number);
create index told_comments_of_capture on told_comments (capture_id);
create index told_articles_of_capture on told_articles (capture_id);
