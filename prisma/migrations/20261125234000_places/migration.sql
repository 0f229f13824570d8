-- Filters by place: few users live in most cities and in most countries.
create index user_states_city_idx on user_states (city);
create index user_states_country_idx on user_states (country);
