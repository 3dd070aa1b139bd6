-- How much is written on a site of late: beside the count that forgets within a day, those that forget within a week and a
-- season.

alter table followed_sites add column week real not null default 0;
alter table followed_sites add column season real not null default 0;
