-- Sums of pairs and triples of segments beside those of single ones. A snapshot says which its rollups have: those
-- that were published before have single ones only, and are read so.
alter table snapshots add column rollup_scheme integer not null default 0;
