-- The key that cursors are signed with: 244 random bits, of this database alone.
insert into secrets (name, value, created_at)
values ('cursors', decode(replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', ''), 'hex'), clock_timestamp());
