// E-mail addresses and phone numbers that reach nobody: the domains that RFC 2606 reserves, and the numbers that
// North America (555-0100 to 0199 of an area code) and the United Kingdom (07700 900000 to 900999) keep for fiction.
// Addresses are unique for a user's number; phone numbers are not.

import { digits, threeDigits, twoDigits } from './digits.ts';
import type { Random } from './random.ts';

const FIRST_NAMES = (
  'ada ben carla dmitri elif farid grace hugo ines jonas kenji lena ' +
  'maria noor olga paul quinn rosa sofia tom uma viktor wen zoe'
).split(' ');
const LAST_NAMES = (
  'anders brown costa dubois evans fischer garcia haddad ivanova jensen kim ' +
  'lopez meyer nguyen okafor patel rossi silva tanaka ueda weber yilmaz'
).split(' ');
const DOMAINS = ['example.com', 'example.com', 'example.org', 'example.net'];
const AREA_CODES = ['202', '212', '312', '404', '415', '512', '617', '713'];

export function inventEmail(random: Random, user: number): string {
  const name = `${random.pick(FIRST_NAMES)}.${random.pick(LAST_NAMES)}`;
  const spelled = random.chance(20) ? name.toUpperCase() : name;
  return `${spelled}.${digits(user)}@${random.pick(DOMAINS)}`;
}

export function inventPhone(random: Random): string {
  if (random.chance(150)) return `+44 7700 900${threeDigits(random.below(1000))}`;
  const area = random.pick(AREA_CODES);
  const line = `01${twoDigits(random.below(100))}`;
  switch (random.below(4)) {
    case 0:
      return `+1${area}555${line}`;
    case 1:
      return `+1 (${area}) 555-${line}`;
    default:
      return `+1 ${area} 555 ${line}`;
  }
}
