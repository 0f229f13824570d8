-- Deltas in the format of the destination's platform: what its rows are made of is no longer two hashes for all.

-- The platform whose columns and rules its deltas follow; without one, they are of Strata's own format.
alter table destinations
  add column platform      text collate "C",
  add column phone_country text collate "C";

-- What a user is matched by, in the order of the format's columns: hashes, or plain values where the platform takes
-- those; an empty text where there is none. `attributes` are the platform's other columns, of an addition; they are not
-- kept with what is held.
alter table audience_deliveries add column identifiers text[];
update audience_deliveries set identifiers = array[coalesce(email_sha256, ''), coalesce(phone_sha256, '')];
alter table audience_deliveries alter column identifiers set not null, drop column email_sha256, drop column phone_sha256;

alter table delivery_changes
  add column identifiers text[],
  add column attributes  text[] not null default '{}';
update delivery_changes set identifiers = array[coalesce(email_sha256, ''), coalesce(phone_sha256, '')];
alter table delivery_changes alter column identifiers set not null, drop column email_sha256, drop column phone_sha256;
