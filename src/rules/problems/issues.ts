// What is wrong with the shape of a document, in words: each problem with its path.
import type { z } from 'zod';
import { pathText } from './path.ts';

type Issue = z.core.$ZodIssue;
type Path = readonly PropertyKey[];

/** What comes before what would be legal. */
const VERDICT = /^(Invalid input|Invalid option|Too big|Too small): /;

/** `rules.dimensions[2].label: …`, where `rules` is the root; of alternatives, the problems of the one that was meant. */
export function describeIssue(issue: Issue, root = 'rules'): string[] {
  return meantProblems(issue, []).map(
    ({ path, message }) => `${pathText(path, root)}: ${message.replace(VERDICT, '')}`,
  );
}

function meantProblems(issue: Issue, base: Path): { path: Path; message: string }[] {
  const path = [...base, ...issue.path];
  const meant = issue.code === 'invalid_union' ? meantForm(issue.errors) : undefined;
  return meant ? meant.flatMap((inner) => meantProblems(inner, path)) : [{ path, message: issue.message }];
}

/** The form that the document differs least from; undefined where no form stands out. */
function meantForm(forms: readonly (readonly Issue[])[]): readonly Issue[] | undefined {
  const ranked = forms.map((form) => ({ form, distance: distanceOf(form) }));
  const least = Math.min(...ranked.map(({ distance }) => distance));
  const nearest = ranked.filter(({ distance }) => distance === least);
  return nearest.length === 1 ? nearest[0]?.form : undefined;
}

/** How many of its own properties are wrong; what is wrong further inside speaks for the form, not against it. */
function distanceOf(form: readonly Issue[]): number {
  return form
    .filter(({ path }) => path.length <= 1)
    .reduce((sum, issue) => sum + (issue.code === 'unrecognized_keys' ? issue.keys.length : 1), 0);
}
