-- Room in each page for the rows that a run closes: where a row keeps its page, no index has to hear of it.
alter table user_states set (fillfactor = 90);
alter table segment_rollups set (fillfactor = 70);
alter table place_rollups set (fillfactor = 70);
