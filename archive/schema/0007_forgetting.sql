-- What must not be archived again.

create table tombstones (
    -- What was forgotten, as a keyed hash: the key lies beside the archive, and without it nobody can tell or guess what it was.
    kind text not null check (kind in ('person', 'mention', 'spelling', 'slug', 'address', 'site')),
    hash text not null,
    words integer not null,                 -- how many words to look at together; below 0: characters, in scripts without blanks
    key_id text not null,                   -- which of the keys beside the archive
    forgotten_at text not null,
    primary key (kind, hash)
) strict, without rowid;
