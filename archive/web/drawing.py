"""What the pictures show: each a query, whose rows are a table on the page before they are drawn.

Counts by month come from the counts that the archive keeps. What those do not hold is counted over the comments that
were stored last, so that no picture reads millions of rows.
"""

from __future__ import annotations

import attrs

Value = str | int | float | None

_LAST = """
        select comment_id, parent_id, article_id, author, published_at, date_precision, reply_seconds
        from comments
        order by comment_id desc
        limit 20000
"""
_OF_THREAD = """
        select comment_id, parent_id, article_id, author, published_at, date_precision, reply_seconds
        from comments
        where article_id = :article
"""
_OF_MONTH = """
        select comments.comment_id, comments.parent_id, comments.article_id, comments.author, comments.published_at,
            comments.date_precision, comments.reply_seconds
        from sites
        cross join author_comments using (site_id)
        cross join comments using (comment_id)
        where author_comments.month = :month
            and (:site = '' or sites.host = :site)
        limit 100000
"""
_SEEN = """
    and (:site = '' or sites.host = :site)
    and (:noarchive or articles.is_noarchive = 0)
"""
_SAMPLE = "Of the 20,000 comments stored last."


@attrs.frozen(kw_only=True)
class Drawing:
    """One picture: what it asks and how it is drawn."""

    key: str
    """In the page's addresses; its chart's name in the script."""
    chart: str
    """`months`, `bars`, `heat` or `network`."""
    title: str
    about: str
    columns: tuple[str, ...]
    sql: str

    @property
    def open_sql(self) -> str:
        """The SQL for people and for Datasette, whose tables may be views: without the hint which index to use."""
        return self.sql.strip().replace(" indexed by articles_of_site", "")


MONTHS = Drawing(
    key="months",
    chart="months",
    title="Comments over time",
    about="By the month in which they were written.",
    columns=("Month", "Comments", "Articles", "People"),
    sql="""
select month, sum(comments) as comments, sum(articles) as articles, sum(months.people) as people
from months
join sites using (site_id)
where (:site = '' or sites.host = :site)
group by month
order by month
""",
)
COMPLETENESS = Drawing(
    key="completeness",
    chart="months",
    title="Completeness",
    about="How much is stored of the comments that the pages of a month's articles state, in percent.",
    columns=("Month", "Percent", "Stored", "Stated"),
    sql="""
select
    month,
    round(100.0 * sum(stored_of_stated) / sum(stated), 1) as percent,
    sum(stored_of_stated) as stored,
    sum(stated) as stated
from months
join sites using (site_id)
where (:site = '' or sites.host = :site)
group by month
having sum(stated) > 0
order by month
""",
)
HOURS = Drawing(
    key="hours",
    chart="heat",
    title="By hour and weekday",
    about=f"In UTC. {_SAMPLE}",
    columns=("Weekday", "Hour", "Comments"),
    sql=f"""
select
    case strftime('%w', late.published_at)
        when '0' then 'Sunday' when '1' then 'Monday' when '2' then 'Tuesday' when '3' then 'Wednesday'
        when '4' then 'Thursday' when '5' then 'Friday' else 'Saturday'
    end as weekday,
    cast(strftime('%H', late.published_at) as integer) as hour,
    count(*) as comments
from ({_LAST}    ) as late
join articles using (article_id)
join sites using (site_id)
where late.date_precision in ('minute', 'second')
{_SEEN}group by 1, 2
order by (strftime('%w', late.published_at) + 6) % 7, 2
""",  # noqa: S608 (our own constants, as below)
)
DEPTH = Drawing(
    key="depth",
    chart="bars",
    title="Depth",
    about="How many replies a comment stands below the top of its thread.",
    columns=("Depth", "Comments"),
    sql="""
select depth, sum(comments) as comments
from month_depths
join sites using (site_id)
where (:site = '' or sites.host = :site)
group by depth
order by depth
""",
)
LENGTH = Drawing(
    key="length",
    chart="bars",
    title="Length of threads",
    about="How many articles have so many comments.",
    columns=("Comments", "Articles"),
    sql="""
select
    case
        when comment_count = 0 then 'none' when comment_count <= 2 then '1–2' when comment_count <= 5 then '3–5'
        when comment_count <= 10 then '6–10' when comment_count <= 20 then '11–20' when comment_count <= 50 then '21–50'
        when comment_count <= 100 then '51–100' when comment_count <= 500 then '101–500' else 'over 500'
    end as comments,
    count(*) as articles
from articles indexed by articles_of_site
where (:site = '' or site_id = (select site_id from sites where host = :site))
group by 1
order by min(comment_count)
""",
)
FIRST_REPLY = Drawing(
    key="first-reply",
    chart="bars",
    title="Delay until the first reply",
    about=f"From a comment to the first one that answers it. {_SAMPLE}",
    columns=("Within", "Comments"),
    sql=f"""
select
    case
        when seconds <= 60 then 'a minute' when seconds <= 300 then '5 minutes' when seconds <= 900 then '15 minutes'
        when seconds <= 3600 then 'an hour' when seconds <= 14400 then '4 hours' when seconds <= 86400 then 'a day'
        when seconds <= 604800 then 'a week' when seconds <= 2592000 then 'a month' else 'later'
    end as within,
    count(*) as comments
from (
    select late.parent_id, min(late.reply_seconds) as seconds
    from ({_LAST}    ) as late
    join articles using (article_id)
    join sites using (site_id)
    where late.reply_seconds is not null
{_SEEN}    group by late.parent_id
)
group by 1
order by min(seconds)
""",  # noqa: S608
)


def network(sample: str, where: str, about: str) -> Drawing:
    """Who answers whom, among those comments."""
    return Drawing(
        key="network",
        chart="network",
        title="Who answers whom",
        about=about,
        columns=("Who", "Whom", "Replies", "Site"),
        sql=f"""
select late.author as who, parents.author as whom, count(*) as replies, sites.host as site
from ({sample}    ) as late
join comments as parents on parents.comment_id = late.parent_id
join articles on articles.article_id = late.article_id
join sites using (site_id)
where late.author is not null
    and parents.author is not null
    {where}
    and (:noarchive or articles.is_noarchive = 0)
group by who, whom, site
order by replies desc, who, whom
limit 60
""",  # noqa: S608
    )


NETWORK = network(
    _LAST,
    "and (:site = '' or sites.host = :site)",
    f"The sixty pairs with most replies. {_SAMPLE}",
)
MONTHS_NETWORK = network(
    _OF_MONTH, "", "The sixty pairs with most replies, of that month's comments; of 100,000 where there are more."
)
THREAD_NETWORK = network(_OF_THREAD, "", "The sixty pairs with most replies.")
THREAD_HOURS = Drawing(
    key="time",
    chart="bars",
    title="Comments over time",
    about="By the day on which they were written.",
    columns=("Day", "Comments"),
    sql="""
select substr(published_at, 1, 10) as day, count(*) as comments
from comments
where article_id = :article
    and published_at is not null
group by 1
order by 1
""",
)
THREAD_DEPTH = Drawing(
    key="depth",
    chart="bars",
    title="Depth",
    about="How many replies a comment stands below the top of the thread.",
    columns=("Depth", "Comments"),
    sql="""
select depth, count(*) as comments
from comments
where article_id = :article
group by depth
order by depth
""",
)
OF_ARCHIVE = (MONTHS, HOURS, DEPTH, LENGTH, FIRST_REPLY, COMPLETENESS, NETWORK)
OF_ARCHIVE_AND_MONTH = (*OF_ARCHIVE[:-1], MONTHS_NETWORK)
OF_THREAD = (THREAD_HOURS, THREAD_DEPTH, THREAD_NETWORK)
