-- What an exported audience came down to when it was asked for: the audiences that it is composed of in the versions
-- that they had then.
alter table exports add column definition jsonb not null;
