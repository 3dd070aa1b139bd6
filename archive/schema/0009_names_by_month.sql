-- Who wrote what, month by month and then name by name: a batch of new comments is of few months, and so touches few pages
-- of the list. With ten million comments, and the name first, each comment of a batch went to a page of its own.

drop view person_view;

alter table author_comments rename to author_comments_before;

create table author_comments (
    -- Who wrote what, month by month and name by name: what an index of `comments` by author would be, filled in batches.
    site_id integer not null references sites,
    month text not null,                    -- 2012-04, one of `months`
    name text not null,
    comment_id integer not null,
    primary key (site_id, month, name, comment_id)
) strict, without rowid;

insert into author_comments (site_id, month, name, comment_id)
select site_id, month, name, comment_id
from author_comments_before
order by 1, 2, 3, 4;

drop table author_comments_before;

create view person_view as
    -- Everything a name wrote: `where site = … and name = …`, `order by month desc, comment_id desc` for the newest first.
    select
        sites.host as site,
        author_comments.name,
        months.month,
        comments.comment_id,
        comments.published_at,
        comments.text,
        comments.score,
        comments.state,
        comments.url,
        articles.article_id,
        articles.url as article_url,
        articles.title as article_title
    from sites
    cross join months using (site_id)
    cross join author_comments using (site_id, month)
    join comments using (comment_id)
    join articles using (article_id);
