-- The stored inputs as native tables, from the files of export-inputs.ts; an empty word is null. Not part of what is
-- timed. Events keep the numbers of their words, as they are stored: resolved to text, the work takes DuckDB longer.

create table events as
from read_csv(getvariable('dir') || '/events.csv', header = true, columns = {
  user_id: 'bigint', occurred_at: 'timestamp', action_id: 'integer', place_id: 'integer', channel_id: 'integer', trait_id: 'integer'});

create table actions as
select f.action_id, nullif(f.event_name, '') as event_name, nullif(f.page_type, '') as page_type
  from read_csv(getvariable('dir') || '/actions.csv', header = true, columns = {
    action_id: 'integer', event_name: 'varchar', page_type: 'varchar', category: 'varchar'}) f;

create table places as
select f.place_id, nullif(f.city, '') as city, nullif(f.state, '') as state, nullif(f.country, '') as country
  from read_csv(getvariable('dir') || '/places.csv', header = true, columns = {
    place_id: 'integer', city: 'varchar', state: 'varchar', country: 'varchar'}) f;

create table channels as
select f.channel_id, nullif(f.source, '') as source, nullif(f.medium, '') as medium
  from read_csv(getvariable('dir') || '/channels.csv', header = true, columns = {
    channel_id: 'integer', source: 'varchar', medium: 'varchar'}) f;

create table traits as
select f.trait_id, nullif(f.gender, '') as gender, nullif(f.age, '') as age, nullif(f.income_group, '') as income_group
  from read_csv(getvariable('dir') || '/traits.csv', header = true, columns = {
    trait_id: 'integer', gender: 'varchar', age: 'varchar', income_group: 'varchar'}) f;

create table users as
from read_csv(getvariable('dir') || '/users.csv', header = true, columns = {user_id: 'bigint', external_id: 'varchar'});

create table order_lines as
from read_csv(getvariable('dir') || '/order_lines.csv', header = true, columns = {
  transaction_id: 'varchar', user_id: 'bigint', ordered_at: 'timestamp', revenue: 'decimal(18, 2)'});

create table order_mentions as
from read_csv(getvariable('dir') || '/order_mentions.csv', header = true, columns = {
  transaction_id: 'varchar', user_id: 'bigint', occurred_at: 'timestamp', revenue: 'decimal(18, 2)'});

create table profiles as
select f.* replace (string_split(f.given, ',') as given)
  from read_csv(getvariable('dir') || '/profiles.csv', header = true, columns = {
    user_id: 'bigint', import_id: 'integer', given: 'varchar', email: 'varchar', phone: 'varchar', consent: 'boolean',
    gender: 'varchar', age: 'varchar', birth_date: 'date', income_group: 'varchar', city: 'varchar', state: 'varchar',
    country: 'varchar'}) f;
