-- The first schema.
-- Times are text, ISO 8601 in UTC to the second (2012-04-05T09:30:00Z): they sort as they stand.
-- Lists (authors, tags, evidence) are JSON arrays. Wide columns (text, html) stand last, so that scans of the narrow ones stay short.

create table settings (
    name text primary key,          -- 'contact', …
    value text not null
) strict;

create table sites (
    site_id integer primary key,
    host text not null unique       -- lower case, without www., with a port that is not the scheme's own
) strict;

create table runs (
    -- One crawl of one site, from its start to its end, however often it was killed and resumed.
    run_id integer primary key,
    site_id integer not null references sites,
    start_url text not null,
    started_at text not null,
    resumed integer not null default 0,     -- how often it was taken up again
    finished_at text,                       -- null while it runs, or after it was killed
    summary text                            -- JSON object of the engine's counts
) strict;

create index runs_of_site on runs (site_id, run_id);

create table site_locks (
    -- Which process crawls a site. Process ids are used again, so the start time of the process tells them apart.
    site_id integer primary key references sites,
    host_name text not null,
    pid integer not null,
    process_started text not null,          -- clock ticks since boot, as /proc/PID/stat says
    locked_at text not null,
    alive_at text not null                  -- judged only where the process is on another machine
) strict;

create table captures (
    -- Where the bytes of each response are: a record in a WARC file of the captures folder.
    capture_id integer primary key,
    url text not null,
    fetched_at text not null,
    status integer not null,
    content_type text,
    digest text not null,                   -- sha1:BASE32 of the body
    file text not null,
    offset integer not null,
    length integer not null,
    unique (file, offset)
) strict;

create index captures_of_url on captures (url, fetched_at);

create table frontier (
    -- Every address known, and what is to be done with it. `done` is written in the transaction that stores the page.
    frontier_id integer primary key,
    url text not null unique,
    site_id integer not null references sites,
    relation text not null,                 -- what the page that named it says it is: article, listing, feed, …
    depth integer not null,                 -- steps from the start address
    priority integer not null,              -- higher is sooner
    state text not null default 'pending' check (state in ('pending', 'in_flight', 'done', 'failed')),
    not_before text,                        -- pending, but not due before this time
    attempts integer not null default 0,    -- in the present run
    run_id integer references runs,         -- the run that claimed it last
    status integer,                         -- HTTP status of the last answer
    error text,                             -- why it failed, or why nothing of it was stored
    visited_at text,
    etag text,
    last_modified text,
    found_on text                           -- the page that named it first
) strict;

create index frontier_pending on frontier (site_id, priority desc, frontier_id) where state = 'pending';
create index frontier_states on frontier (site_id, state);
create index frontier_runs on frontier (run_id);

create table fetches (
    -- Every visit: one row for each address asked for, however it ended.
    fetch_id integer primary key,
    site_id integer not null references sites,
    run_id integer references runs,
    capture_id integer references captures,
    requested_url text not null,
    url text not null,                      -- after redirects
    fetched_at text not null,
    status integer,
    outcome text not null check (outcome in ('stored', 'unchanged', 'skipped', 'failed')),
    reason text,
    kind text,                              -- of the page: article, thread, comments, listing, other
    extractor text,                         -- name and version
    source text not null,                   -- 'crawl', or the kind and name of an imported file
    unique (requested_url, fetched_at, source)
) strict;

create index fetches_of_site on fetches (site_id);
create index fetches_of_run on fetches (run_id, outcome);
create index fetches_of_capture on fetches (capture_id);

create table articles (
    -- An article, or a thread without one (a forum's topic). A stub where only its comments have been seen.
    article_id integer primary key,
    site_id integer not null references sites,
    url text not null unique,
    canonical_url text,                     -- as the page claims
    kind text not null,                     -- article or thread
    title text,
    authors text not null default '[]',
    published_at text,
    published_raw text,
    modified_at text,
    modified_raw text,
    date_precision text,                    -- second, minute or day
    language text,                          -- BCP 47
    section text,
    tags text not null default '[]',
    description text,
    image text,
    site_name text,
    comment_count_stated integer,           -- what the page claims
    comment_count integer not null default 0,       -- what is stored; kept by the store
    deepest integer,                        -- depth of the deepest comment stored, from 0; kept by the store
    thread_state text,                      -- open, closed or login_required
    comments_elsewhere text,                -- who holds the comments where a script loads them
    is_noarchive integer not null default 0,        -- the page asks not to be archived: left out of exports
    revisions integer not null default 0,   -- rows in article_revisions; kept by the store
    first_seen_at text not null,
    last_seen_at text not null,
    capture_id integer references captures, -- where it was seen last
    evidence text not null default '[]',    -- [[field, rule, confidence], …]
    text text not null default '',          -- one line a paragraph; the parts of a divided article joined
    text_cjk text,                          -- pairs of CJK characters, for the search index; null for most
    html text
) strict;

create index articles_of_site on articles (site_id, comment_count, comment_count_stated, deepest);
create index articles_incomplete on articles (site_id, article_id) where comment_count < comment_count_stated;
create index articles_by_title on articles (title);
create index articles_of_capture on articles (capture_id);

create table article_addresses (
    -- Every address that led to an article: its own, the canonical one, those before redirects.
    url text primary key,
    article_id integer not null references articles on delete cascade
) strict, without rowid;

create index article_addresses_of on article_addresses (article_id);

create table article_parts (
    -- The parts of a divided article; no rows for one on a single page.
    article_id integer not null references articles on delete cascade,
    part integer not null,                  -- from 1
    seen_at text not null,
    text text not null,
    html text,
    primary key (article_id, part)
) strict, without rowid;

create table article_revisions (
    -- Earlier versions of an article, each as it was last seen.
    revision_id integer primary key,
    article_id integer not null references articles on delete cascade,
    seen_at text not null,                  -- when this version was last seen
    capture_id integer references captures, -- where
    title text,
    authors text not null,
    text text not null,
    html text
) strict;

create index article_revisions_of on article_revisions (article_id, seen_at);
create index article_revisions_of_capture on article_revisions (capture_id);

create table comments (
    comment_id integer primary key,
    article_id integer not null references articles,
    key text not null,                      -- as the site gives it, or a fingerprint (fp-…)
    parent_id integer references comments,  -- null at the top, and where the parent is not stored
    parent_key text,                        -- as the page says, whether stored or not
    thread_page integer not null,           -- which page of the thread, from 1
    position integer not null,              -- on that page, from 0
    depth integer not null,                 -- from 0
    kind text not null,                     -- comment, pingback or trackback
    state text not null,                    -- visible, gone, removed or pending
    author text,
    published_at text,
    published_raw text,
    date_precision text,
    score integer,
    upvotes integer,
    downvotes integer,
    is_orphan integer not null default 0,   -- names a parent that is not there
    revisions integer not null default 0,   -- rows in comment_revisions; kept by the store
    first_seen_at text not null,
    last_seen_at text not null,
    capture_id integer references captures, -- where it was seen last
    parent_rule text,                       -- how its parent was known
    parent_confidence real,
    url text,
    author_url text,
    author_avatar text,
    text text not null,
    text_cjk text,
    html text,
    unique (article_id, key)
) strict;

create index comments_by_author on comments (author) where author is not null;
create index comments_of_parent on comments (parent_id) where parent_id is not null;
create index comments_without_parent on comments (article_id, parent_key) where parent_id is null and parent_key is not null;

create table authors (
    -- Who writes on a site, and how much: the names of comments, counted by the store.
    site_id integer not null references sites,
    name text not null,
    comment_count integer not null,
    primary key (site_id, name)
) strict, without rowid;

create table comment_revisions (
    -- Earlier versions of a comment, each as it was last seen.
    revision_id integer primary key,
    comment_id integer not null references comments on delete cascade,
    seen_at text not null,                  -- when this version was last seen
    capture_id integer references captures, -- where
    author text,
    parent_key text,
    state text not null,
    score integer,
    text text not null,
    html text
) strict;

create index comment_revisions_of on comment_revisions (comment_id, seen_at);

create table sidebars (
    -- One Recent Comments list, word for word; the same list on a hundred pages is one row.
    sidebar_id integer primary key,
    site_id integer not null references sites,
    digest text not null,                   -- of its entries
    page_url text not null,                 -- where it was seen last
    first_seen_at text not null,
    last_seen_at text not null,
    is_noarchive integer not null,          -- seen only on pages that ask not to be archived
    unique (site_id, digest)
) strict;

create index sidebars_by_time on sidebars (last_seen_at);

create table recent_comments (
    -- The entries of a sidebar: what they say, and which stored comment they mean.
    recent_comment_id integer primary key,
    sidebar_id integer not null references sidebars on delete cascade,
    site_id integer not null references sites,
    position integer not null,
    author text,
    excerpt text,                           -- without the mark of the cut
    is_truncated integer not null,
    url text,
    thread_url text,                        -- url without what names the comment
    article_title text,
    article_id integer references articles on delete set null,
    comment_id integer references comments on delete set null,
    unique (sidebar_id, position)
) strict;

create index recent_comments_open on recent_comments (site_id, author) where comment_id is null;
create index recent_comments_unplaced on recent_comments (site_id, thread_url) where article_id is null;
create index recent_comments_untitled on recent_comments (site_id, article_title) where article_id is null;
create index recent_comments_of_article on recent_comments (article_id);
create index recent_comments_of_comment on recent_comments (comment_id);
create index recent_comments_of_site on recent_comments (site_id, comment_id);

create table people (
    -- Whom a masthead names: contributors, moderators.
    person_id integer primary key,
    site_id integer not null references sites,
    name text not null,
    role text,
    place text,
    page_url text not null,                 -- where it was seen last
    first_seen_at text not null,
    last_seen_at text not null
) strict;

create unique index people_once on people (site_id, name, ifnull(role, ''), ifnull(place, ''));

create table search_state (
    -- Rows up to this id are in the search index; those above wait for the next batch.
    name text primary key,
    indexed_to integer not null
) strict;

insert into search_state (name, indexed_to) values ('articles', 0), ('comments', 0);

create virtual table articles_fts using fts5 (
    title, text, text_cjk,
    content = 'articles', content_rowid = 'article_id', tokenize = 'unicode61 remove_diacritics 2'
);

create virtual table comments_fts using fts5 (
    text, text_cjk,
    content = 'comments', content_rowid = 'comment_id', tokenize = 'unicode61 remove_diacritics 2'
);

-- Batches of 10,000 rows are large segments already: merging 16 at a time, not 4, fills the index 10 % faster and costs
-- queries nothing measurable (100,000 comments).
insert into articles_fts (articles_fts, rank) values ('automerge', 16);
insert into comments_fts (comments_fts, rank) values ('automerge', 16);

create view comment_current as
    -- Every comment with the site and the article it belongs to.
    select
        sites.host as site,
        articles.url as article_url,
        articles.title as article_title,
        comments.comment_id,
        comments.article_id,
        comments.key,
        comments.parent_id,
        comments.depth,
        comments.kind,
        comments.state,
        comments.author,
        comments.published_at,
        comments.score,
        comments.revisions,
        comments.first_seen_at,
        comments.last_seen_at,
        comments.url,
        comments.text
    from comments
    join articles using (article_id)
    join sites using (site_id);

create view thread_view as
    -- Threads in reading order: `where article_id = …` or `where article_url = …`.
    select
        articles.article_id,
        articles.url as article_url,
        row_number() over (
            partition by comments.article_id order by comments.thread_page, comments.position, comments.comment_id
        ) - 1 as position,
        comments.depth,
        comments.comment_id,
        comments.parent_id,
        comments.author,
        comments.published_at,
        comments.state,
        comments.text
    from comments
    join articles using (article_id);

create view article_stats as
    -- What the pages claim beside what is stored.
    select
        articles.article_id,
        sites.host as site,
        articles.url,
        articles.title,
        articles.comment_count as stored,
        articles.comment_count_stated as stated,
        min(1.0, 1.0 * articles.comment_count / nullif(articles.comment_count_stated, 0)) as completeness,
        articles.deepest,
        articles.last_seen_at
    from articles
    join sites using (site_id);
