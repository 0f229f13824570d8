// Keys that are given twice, and hosts that are given to two names.
import { foldAscii } from '../ascii.ts';
import type { RuleSet } from '../rule-set.ts';

export function repeatedKeys({ signals, scores, dimensions }: RuleSet): string[] {
  const lists = { signals, scores, dimensions };
  return [
    ...Object.entries(lists).flatMap(([name, list]) => repeated(list, `rules.${name}`)),
    ...dimensions.flatMap(({ segments, otherwise }, at) =>
      repeated([...segments, otherwise], `rules.dimensions[${at}].segments`),
    ),
  ];
}

function repeated(list: readonly { readonly key: string }[], path: string): string[] {
  const seen = new Set<string>();
  const twice = new Set<string>();
  for (const { key } of list) (seen.has(key) ? twice : seen).add(key);
  return [...twice].map((key) => `${path}: the key "${key}" is given more than once; expected each once`);
}

/** The names are a JSON object, whose order a database may change: of two names for a host neither comes first. */
export function ambiguousHosts({ traffic }: RuleSet): string[] {
  const nameOf = new Map<string, string>();
  return Object.entries(traffic.source.names).flatMap(([name, hosts]) =>
    hosts.flatMap((host) => {
      const other = nameOf.get(foldAscii(host)) ?? name;
      nameOf.set(foldAscii(host), other);
      if (other === name) return [];
      return [
        `rules.traffic.source.names: "${host}" is given to both "${other}" and "${name}"; expected one name`,
      ];
    }),
  );
}
