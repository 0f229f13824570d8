-- The audit log is asked for by who did something and by what they did, the newest first.
create index audit_log_actor_entry_id_idx on audit_log (actor, entry_id);
create index audit_log_action_entry_id_idx on audit_log (action, entry_id);
