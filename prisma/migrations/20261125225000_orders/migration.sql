-- Orders of users by what is asked for most beside revenue and score. Of a time that is not known the index has the
-- earliest there is, so that a page can begin behind any user and is read in one stretch.
create index user_states_transactions_idx on user_states (transactions, user_id);
create index user_states_last_seen_at_idx on user_states (coalesce(last_seen_at, '-infinity'::timestamptz), user_id);
create index user_states_last_order_at_idx on user_states (coalesce(last_order_at, '-infinity'::timestamptz), user_id);
