-- The places of the newest snapshot are found however many of those before are kept.
create index place_rollups_level_valid_to_idx on place_rollups (level, valid_to);
