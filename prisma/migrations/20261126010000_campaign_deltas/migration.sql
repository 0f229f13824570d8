-- Whom the deltas of a campaign have reached and whom they have held out, so that lift counts them too. Who is held out
-- waits among the rows of the delta until it is confirmed, and is sent nowhere.
alter table delivery_changes
  drop constraint delivery_changes_operation_check,
  add check (operation in ('remove', 'hold_out', 'add'));

-- A user is of the group of a campaign that they were in first, for good.
create table campaign_deltas (
  user_id     bigint not null,
  campaign    text collate "C" not null,
  delivery_id integer not null,
  is_held_out boolean not null,
  since       timestamptz(6) not null,
  primary key (user_id, campaign)
);
create index campaign_deltas_campaign_idx on campaign_deltas (campaign);
