-- Words that a site's endpoint told where its pages show none (a pingback's, often).
-- A page that shows none again does not take them away.

alter table comments add column is_supplemented integer not null default 0;
