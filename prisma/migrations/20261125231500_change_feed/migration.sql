-- A comparison goes on with what it began with: the audience as it was resolved then. And how far back changes are kept.
alter table audience_watches
  drop column audience_version,
  add column definition jsonb,
  add column forgotten integer not null default 0;
