// Compiles a rule set's normalisation of sources and mediums to SQL over the row `c` of channels.
import { join, type Sql, sql } from '../db/sql.ts';
import { foldAscii, lowerAscii } from './ascii.ts';
import type { RuleSet } from './rule-set.ts';

/** The canonical source: lower-cased, one prefix dropped, known hosts mapped; '' where there is none. */
export function compileSource({ source }: RuleSet['traffic']): Sql {
  const lowered = sql`lower(c.source collate "C")`;
  const prefixes = source.dropPrefixes
    .map(foldAscii)
    .map(
      (prefix) =>
        sql`when starts_with(${lowered}, ${prefix}) then substr(${lowered}, char_length(${prefix}::text) + 1)`,
    );
  const host = prefixes.length === 0 ? lowered : sql`case ${join(prefixes, ' ')} else ${lowered} end`;
  const names = Object.entries(source.names).map(
    ([name, hosts]) => sql`when h.host = any (${hosts.map(foldAscii)}::text[]) then ${foldAscii(name)}`,
  );
  const families = source.hostFamilies.map(
    (family) => sql`when h.host ~ ${`^${family}\\.[a-z]+(\\.[a-z]+)?$`} then ${family}`,
  );
  const arms = [...names, ...families];
  if (arms.length === 0) return host;
  return sql`(select case ${join(arms, ' ')} else h.host end from (select ${host} as host) h)`;
}

/** The canonical medium: lower-cased, without the characters that spellings differ in. */
export function compileMedium({ medium }: RuleSet['traffic']): Sql {
  return sql`translate(lower(c.medium collate "C"), ${lowerAscii(medium.dropCharacters)}, '')`;
}
