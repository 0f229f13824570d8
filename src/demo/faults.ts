// How a row goes bad: the faults of each file that an import must reject, by name of what is wrong. A fault is data;
// `spoil` makes the bad copy of a good row. It touches only leading cells that are never quoted.

/** Replaces the cell at an index, adds a cell, or drops the last one. */
export type Fault = { readonly cell: number; readonly value: string } | 'one cell more' | 'one cell less';

export const ACTIVITY_FAULTS: readonly Fault[] = [
  { cell: 3, value: 'yesterday' },
  { cell: 0, value: '' },
  'one cell more',
  { cell: 3, value: '03/14/2025 10:22' },
  { cell: 0, value: '  ' },
  'one cell less',
  { cell: 3, value: '' },
  { cell: 3, value: '2025-13-45 25:61:00' },
];

export const LINE_FAULTS: readonly Fault[] = [
  { cell: 3, value: 'twelve' },
  'one cell more',
  { cell: 1, value: '' },
  { cell: 3, value: '€ 12.00' },
  { cell: 2, value: '1.5' },
  'one cell less',
  { cell: 3, value: '"12,50"' },
];

export const PROFILE_FAULTS: readonly Fault[] = ['one cell less', { cell: 0, value: '' }, 'one cell more'];

export function spoil(row: string, fault: Fault): string {
  if (fault === 'one cell more') return `${row},`;
  if (fault === 'one cell less') return row.slice(0, row.lastIndexOf(','));
  let start = 0;
  for (let cell = 0; cell < fault.cell; cell++) start = row.indexOf(',', start) + 1;
  return row.slice(0, start) + fault.value + row.slice(row.indexOf(',', start));
}
