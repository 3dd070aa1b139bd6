-- A page that has not changed still names the API that tells its comments.
create index frontier_apis on frontier (found_on) where relation = 'api';
