-- When each change was noticed, votes as they were, which pages of a thread were read, and counts by month.

alter table comment_revisions add column replaced_at text;  -- when the version that followed was first seen
alter table comment_revisions add column replaced_capture_id integer references captures;  -- and where
alter table article_revisions add column replaced_at text;
alter table article_revisions add column replaced_capture_id integer references captures;

update comment_revisions
set replaced_at = coalesce(
    (
        select min(later.seen_at)
        from comment_revisions as later
        where later.comment_id = comment_revisions.comment_id
          and (later.seen_at, later.revision_id) > (comment_revisions.seen_at, comment_revisions.revision_id)
    ),
    (select last_seen_at from comments where comments.comment_id = comment_revisions.comment_id)
);

update article_revisions
set replaced_at = coalesce(
    (
        select min(later.seen_at)
        from article_revisions as later
        where later.article_id = article_revisions.article_id
          and (later.seen_at, later.revision_id) > (article_revisions.seen_at, article_revisions.revision_id)
    ),
    (select last_seen_at from articles where articles.article_id = article_revisions.article_id)
);

create index comment_revisions_by_time on comment_revisions (replaced_at);
create index comment_revisions_replaced_in on comment_revisions (replaced_capture_id) where replaced_capture_id is not null;
create index article_revisions_by_time on article_revisions (replaced_at);
create index article_revisions_replaced_in on article_revisions (replaced_capture_id) where replaced_capture_id is not null;

create table vote_revisions (
    -- Earlier votes of a comment, each as they were last seen; apart from its words, since they change daily.
    revision_id integer primary key,
    comment_id integer not null references comments on delete cascade,
    seen_at text not null,                  -- when these votes were last seen
    capture_id integer,                     -- where
    replaced_at text,                       -- when the votes that followed were first seen
    replaced_capture_id integer,            -- and where
    score integer,
    upvotes integer,
    downvotes integer
) strict;

create index vote_revisions_of on vote_revisions (comment_id, seen_at);
create index vote_revisions_by_time on vote_revisions (replaced_at);

create table thread_pages (
    -- What each page of a thread showed when it was read last. A comment is gone when all of them were read without it.
    article_id integer not null references articles on delete cascade,
    thread_page integer not null,
    url text not null,
    read_at text not null,
    capture_id integer,
    shown integer not null,                 -- comments on this page
    stated integer,                         -- comments of the whole thread, as this page claims
    pages integer not null,                 -- of the whole thread, as this page tells
    is_partial integer not null,            -- it does not show all that belongs to it
    primary key (article_id, thread_page)
) strict, without rowid;

alter table comments add column reply_seconds integer;  -- from the comment it answers to this one; null where a time is not exact

update comments
set reply_seconds = (
    select unixepoch(comments.published_at) - unixepoch(parents.published_at)
    from comments as parents
    where parents.comment_id = comments.parent_id
      and parents.date_precision in ('minute', 'second')
      and parents.published_at <= comments.published_at
)
where parent_id is not null
  and date_precision in ('minute', 'second');

create table months (
    -- What was written on a site in a month, by the date of publication or else of the first sight.
    -- Counted together with the search index: rows that wait for it are in neither.
    site_id integer not null references sites,
    month text not null,                    -- 2012-04
    articles integer not null default 0,
    stated integer not null default 0,      -- comments that the pages of these articles claim
    stored_of_stated integer not null default 0,    -- of these, how many are stored
    comments integer not null default 0,
    replies integer not null default 0,     -- comments that answer a stored one
    people integer not null default 0,      -- distinct names
    primary key (site_id, month)
) strict, without rowid;

create table month_depths (
    -- How many comments of a month stand how deep.
    site_id integer not null references sites,
    month text not null,
    depth integer not null,
    comments integer not null,
    primary key (site_id, month, depth)
) strict, without rowid;

create table month_reply_times (
    -- How soon the replies of a month came.
    site_id integer not null references sites,
    month text not null,
    within_seconds integer not null,        -- the class: up to that many; the one below it ends the class
    replies integer not null,
    primary key (site_id, month, within_seconds)
) strict, without rowid;

create table author_comments (
    -- Who wrote what, name by name and month by month: what an index of `comments` by author would be, filled in batches.
    site_id integer not null references sites,
    name text not null,
    month text not null,
    comment_id integer not null,
    primary key (site_id, name, month, comment_id)
) strict, without rowid;

drop index comments_by_author;

drop index fetches_of_site; -- fetches_by_time begins with the same column
drop index fetches_of_capture;
create index fetches_of_capture on fetches (capture_id) where capture_id is not null;

alter table sites add column people integer not null default 0; -- distinct names under its comments: rows in authors

insert into months (site_id, month, articles, stated, stored_of_stated)
select
    site_id,
    substr(coalesce(published_at, first_seen_at), 1, 7),
    count(*),
    sum(ifnull(comment_count_stated, 0)),
    sum(min(comment_count, ifnull(comment_count_stated, 0)))
from articles
where article_id <= (select indexed_to from search_state where name = 'articles')
group by 1, 2;

delete from authors;

create temp table counted as
select
    comments.comment_id,
    articles.site_id,
    substr(coalesce(comments.published_at, comments.first_seen_at), 1, 7) as month,
    comments.author as name,
    comments.depth,
    comments.parent_key is not null as is_reply,
    comments.reply_seconds
from comments
join articles using (article_id)
where comments.comment_id <= (select indexed_to from search_state where name = 'comments');

insert into months (site_id, month, comments, replies)
select site_id, month, count(*), sum(is_reply)
from counted
where true
group by 1, 2
on conflict (site_id, month) do update set comments = excluded.comments, replies = excluded.replies;

insert into month_depths (site_id, month, depth, comments)
select site_id, month, depth, count(*)
from counted
group by 1, 2, 3;

insert into month_reply_times (site_id, month, within_seconds, replies)
select
    site_id,
    month,
    case
        when reply_seconds <= 60 then 60
        when reply_seconds <= 300 then 300
        when reply_seconds <= 900 then 900
        when reply_seconds <= 1800 then 1800
        when reply_seconds <= 3600 then 3600
        when reply_seconds <= 7200 then 7200
        when reply_seconds <= 14400 then 14400
        when reply_seconds <= 28800 then 28800
        when reply_seconds <= 86400 then 86400
        when reply_seconds <= 172800 then 172800
        when reply_seconds <= 604800 then 604800
        when reply_seconds <= 2592000 then 2592000
        when reply_seconds <= 31536000 then 31536000
        else 9223372036
    end,
    count(*)
from counted
where reply_seconds is not null
group by 1, 2, 3;

insert into authors (site_id, name, comment_count)
select site_id, name, count(*)
from counted
where name is not null
group by 1, 2;

insert into author_comments (site_id, name, month, comment_id)
select site_id, name, month, comment_id
from counted
where name is not null
order by 1, 2, 3, 4;

update months
set people = (
    select count(distinct name)
    from counted
    where counted.site_id = months.site_id
      and counted.month = months.month
);

drop table counted;

update sites
set people = (select count(*) from authors where authors.site_id = sites.site_id);

drop view thread_view;

create view thread_view as
    -- Threads: `where article_id = …` and `order by position`, as the pages show them, or `order by path`, as trees.
    select
        comments.article_id,
        articles.url as article_url,
        row_number() over (
            partition by comments.article_id order by comments.thread_page, comments.position, comments.comment_id
        ) - 1 as position,
        comments.depth,
        (
            with recursive above (comment_id, parent_id, step) as (
                select start.comment_id, start.parent_id, 0
                from comments as start
                where start.comment_id = comments.comment_id
                union all
                select parents.comment_id, parents.parent_id, above.step + 1
                from above
                join comments as parents on parents.comment_id = above.parent_id
            )
            select group_concat(printf('%010d', comment_id), '/')
            from (select comment_id from above order by step desc)
        ) as path,                          -- the ids from the top of the thread down to this comment
        comments.comment_id,
        comments.parent_id,
        comments.author,
        comments.published_at,
        comments.score,
        comments.state,
        comments.revisions,
        comments.text
    from comments
    join articles using (article_id);

create view person_view as
    -- Everything a name wrote: `where site = … and name = …`, `order by month desc, comment_id desc` for the newest first.
    select
        sites.host as site,
        author_comments.name,
        author_comments.month,
        comments.comment_id,
        comments.published_at,
        comments.text,
        comments.score,
        comments.state,
        comments.url,
        articles.article_id,
        articles.url as article_url,
        articles.title as article_title
    from author_comments
    join sites using (site_id)
    join comments using (comment_id)
    join articles using (article_id);

-- Measured with 200,000 comments in batches of 10,000: one segment a batch, merged by eights, in leaves as large as a
-- page, is filled a third faster than with FTS5's own settings, and is searched as fast.
insert into comments_fts (comments_fts, rank) values ('hashsize', 33554432);
insert into comments_fts (comments_fts, rank) values ('automerge', 8);
insert into comments_fts (comments_fts, rank) values ('pgsz', 8000);
insert into articles_fts (articles_fts, rank) values ('hashsize', 33554432);
insert into articles_fts (articles_fts, rank) values ('automerge', 8);
insert into articles_fts (articles_fts, rank) values ('pgsz', 8000);
