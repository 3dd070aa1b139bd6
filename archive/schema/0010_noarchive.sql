-- Articles whose page asks not to be archived: few, and left out wherever the archive is read, so they are listed.
create index articles_noarchive on articles (article_id) where is_noarchive = 1;
