import type { Named, NamedType } from '../../../db/directory.ts';
import type { Report as Counts, Row } from '../../../db/report.ts';
import { periodBefore, type Period } from '../../../domain/report-period.ts';
import { dateOf } from '../../../domain/shanghai.ts';
import { notOneOfficer, type Report } from '../../api/report.ts';
import type { Language } from '../../i18n/index.ts';
import { nameIn } from '../http/names.ts';

/** Names of the ids in a report, and the choices of its filters. */
export interface ReportNames {
  types: readonly NamedType[];
  centres: readonly Named[];
  officers: ReadonlyMap<string, string>;
}

export const isOneOfficer = (id: string): boolean => !notOneOfficer.some((other) => other === id);

const datesOf = ({ from, to }: Period) => ({ from: dateOf(from), to: dateOf(to) });
const plain = <F extends Pick<Row, 'stars'>>({ stars, ...figures }: F) => ({ ...figures, stars: [...stars] });
const named = ({ id, name, name_en }: Named, language: Language) => ({ id, name: nameIn(language, name, name_en) });

export const presentReport = (counts: Counts, period: Period, names: ReportNames, language: Language): Report => ({
  ...datesOf(period),
  before: datesOf(periodBefore(period)),
  totals: plain(counts.totals),
  earlier: plain(counts.earlier),
  days: counts.days.map(({ id, ...counted }) => ({ day: id, ...counted })),
  types: typeRows(counts.types, names, language),
  centres: centreRows(counts.centres, names, language),
  officers: officerRows(counts.officers, names, language),
  choices: {
    types: names.types.map((type) => ({ ...named(type, language), kind: type.kind })),
    centres: names.centres.map((centre) => named(centre, language)),
  },
});

/** In the region's order. */
export const typeRows = (rows: readonly Row[], { types }: ReportNames, language: Language): Report['types'] =>
  types.flatMap((type) =>
    rows.filter(({ id }) => id === type.id).map((row) => ({ ...plain(row), ...named(type, language), kind: type.kind })),
  );

export const centreRows = (rows: readonly Row[], { centres }: ReportNames, language: Language): Report['centres'] =>
  centres.flatMap((centre) => rows.filter(({ id }) => id === centre.id).map((row) => ({ ...plain(row), ...named(centre, language) })));

/** Sorted by the number of ended cases, highest first. */
export const officerRows = (rows: readonly Row[], { officers }: ReportNames, language: Language): Report['officers'] =>
  rows
    .map((row) => ({ ...plain(row), name: officers.get(row.id) ?? '' }))
    .sort((a, b) => b.ended - a.ended || a.name.localeCompare(b.name, language));
