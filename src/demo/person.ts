// Who a user is: an id, a home, a channel and true attributes, with the one spelling of each that the data will show.
// What is unknown of a person stays unknown in every file. It draws only from the random stream it is given.

import { CHANNELS, type Channel, type ChannelKey } from './channels.ts';
import { csvCell } from './csv-cell.ts';
import { type Area, PLACES, type Place } from './places.ts';
import { mix32, type Random, weighted } from './random.ts';
import type { Pin, Role } from './roles.ts';
import * as spellings from './spellings.ts';
import { inventTraits, type Traits } from './traits.ts';

export type Person = {
  readonly id: string;
  /** A user of the cast: nothing about it may blur its segments. */
  readonly pinned: boolean;
  readonly channel: Channel;
  readonly traits: Traits;
  /** Cells `city,region,country` of the home; not known of a few. */
  readonly home: string | undefined;
  /** Cells `gender,Age,income_group` as events tell them. */
  readonly told: string;
};

const channelOf = (key: ChannelKey) => CHANNELS.find((channel) => channel.key === key)!;
const DIRECT = channelOf('direct');
const CHANNEL_DRAW = weighted(CHANNELS);
const PLACE_DRAW = weighted(PLACES);
const placesOf = (area: Area) => PLACES.filter((place) => place.area === area);
const PLACES_BY_AREA: Readonly<Record<Area, readonly Place[]>> = {
  Northeast: placesOf('Northeast'),
  Midwest: placesOf('Midwest'),
  South: placesOf('South'),
  West: placesOf('West'),
  Abroad: placesOf('Abroad'),
};

/** The first cell of a place, quoted or not. */
const CITY_CELL = /^(?:"[^"]*"|[^,]*)/;

export function inventPerson(random: Random, seed: number, user: number, role: Role): Person {
  const { pin } = role;
  const traits = inventTraits(random, pin);
  const silent = pin === undefined && random.chance(100);
  return {
    id: userId(seed, user),
    pinned: pin !== undefined,
    channel: pin ? channelOf(pin.channel) : random.pick(CHANNEL_DRAW),
    traits,
    home: inventHome(random, pin),
    told: silent ? untold(random) : `${traits.genderCell},${traits.ageCell},${traits.incomeCell}`,
  };
}

/** `mix32` is a bijection, so no two users share an id. The letter keeps an id from looking like a number. */
function userId(seed: number, user: number): string {
  const scattered = mix32(user ^ mix32(seed | 0));
  return `u${scattered.toString(16).padStart(8, '0')}`;
}

function inventHome(random: Random, pin: Pin | undefined): string | undefined {
  if (pin) return placeCells(random, random.pick(PLACES_BY_AREA[pin.area]));
  return random.chance(40) ? undefined : placeCells(random, random.pick(PLACE_DRAW));
}

function placeCells(random: Random, place: Place): string {
  const country = place.code === '' ? place.country : random.pick(spellings.UNITED_STATES);
  const region = place.code !== '' && random.chance(80) ? place.code : place.region;
  return `${csvCell(place.city)},${csvCell(region)},${csvCell(country)}`;
}

/** Cells `gender,Age,income_group` of an event that knows nothing of the user. */
export function untold(random: Random): string {
  return random.chance(700) ? '(not set),(not set),(not set)' : ',,';
}

/** Cells `city,region,country` of one visit: mostly home, now and then blurred or on a journey. */
export function whereabouts(random: Random, person: Person): string {
  if (person.home === undefined) return random.pick(spellings.UNKNOWN_PLACES);
  if (person.pinned) return person.home;
  const draw = random.below(100);
  if (draw < 3) return placeCells(random, random.pick(PLACE_DRAW));
  if (draw < 5) return random.pick(spellings.UNKNOWN_PLACES);
  return draw < 10 ? person.home.replace(CITY_CELL, '(not set)') : person.home;
}

/** Cells `source,medium` of one visit: mostly the person's own channel. */
export function arrival(random: Random, person: Person): string {
  const draw = person.pinned ? 0 : random.below(100);
  if (draw < 78) return random.pick(person.channel.spellings);
  return random.pick((draw < 90 ? DIRECT : random.pick(CHANNEL_DRAW)).spellings);
}
