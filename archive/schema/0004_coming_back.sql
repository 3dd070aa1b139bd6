-- Coming back: what is known of each address and article that says when to ask for it again.

alter table frontier add column due_at text;    -- done or failed, and worth asking again from then on; null: with its article only
alter table frontier add column watched_since text;             -- the first visit
alter table frontier add column visits integer not null default 0;      -- that came to an end, the first one left out
alter table frontier add column changes integer not null default 0;     -- of those, how many brought something new
alter table frontier add column failures integer not null default 0;    -- in a row

create index frontier_due on frontier (site_id, due_at) where due_at is not null;

create index fetches_by_time on fetches (site_id, fetched_at);

create table article_pages (
    -- Which addresses show an article and its comments.
    frontier_id integer primary key references frontier on delete cascade,
    article_id integer not null references articles on delete cascade,
    thread_page integer not null,           -- from 1
    is_own integer not null                 -- the page that shows the article from its beginning
) strict;

create index article_pages_of on article_pages (article_id);

create table article_returns (
    -- The history of each article that the policy decides by, and what it decided.
    article_id integer primary key references articles on delete cascade,
    site_id integer not null references sites,
    frontier_id integer references frontier on delete set null,     -- its own page
    first_seen_at text not null,            -- published, or else first visited
    visited_at text not null,               -- when its thread was last known: by a visit, or by a count that agreed
    counted_at text not null,               -- the time the three counts are for; each comment weighs less with time
    day real not null,
    week real not null,
    season real not null,
    is_closed integer not null default 0,
    visits integer not null default 0,
    changes integer not null default 0,     -- visits that found a comment or an edit
    run_id integer,                         -- the run of the last visit
    missing integer,                        -- comments stated and not shown on the pages read, after the last visit
    missing_before integer,                 -- and after the visit of an earlier run
    sign text,                              -- what made it due: sidebar, comment_feed, feed, listing, sitemap
    due_at text not null
) strict;

create index article_returns_due on article_returns (site_id, due_at);

create index article_returns_of_page on article_returns (frontier_id);

create table signs (
    -- What lists said last about articles and comments without showing them.
    url text not null,                      -- the article's, or the comment's permalink
    kind text not null,                     -- sidebar, comment_feed, feed, listing, sitemap
    site_id integer not null references sites,
    first_seen_at text not null,
    comment_count integer,
    modified_at text,
    primary key (url, kind)
) strict, without rowid;

create index signs_of_site on signs (site_id);

create table sign_records (
    -- How often a kind of sign was right on a site: the visit it caused found something.
    site_id integer not null references sites,
    kind text not null,
    sent integer not null,
    correct integer not null,
    primary key (site_id, kind)
) strict, without rowid;

create table followed_sites (
    -- Sites that are visited again by schedule, and how that goes.
    site_id integer primary key references sites,
    start_url text not null,
    price real,                             -- what a visit must be worth; see archive/returns/policy.py
    planned_at text,                        -- when the price was worked out
    counted_at text,                        -- the time the next count is for
    day real not null default 0,            -- comments of late on the whole site; each weighs less with time
    next_visit_at text,                     -- null: at once
    attempted_at text,
    result text,                            -- of the last attempt: finished, cut, interrupted, failed, refused
    error text,
    failures integer not null default 0     -- attempts in a row that brought nothing
) strict;

create table site_settings (
    -- What a site's crawls keep to, beside the defaults; values as JSON.
    site_id integer not null references sites,
    name text not null,
    value text not null,
    primary key (site_id, name)
) strict, without rowid;
