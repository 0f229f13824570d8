// Section 7: traffic source category and primary source, over all events of one user.
// An empty source or medium says nothing; `(none)` and `(direct)` are values.

import type { ActivityEvent } from './read-activity.ts';
import { fold } from './text.ts';

export const trafficCategories = [
  'Social Media',
  'Paid Traffic',
  'Organic Search',
  'Direct Traffic',
  'Email Marketing',
  'Referral Traffic',
  'Other',
] as const;

export const primarySources = ['Facebook', 'Google', 'Instagram', 'Direct', 'Email', 'Other'] as const;

const hosts: Readonly<Record<string, readonly string[]>> = {
  facebook: ['facebook.com', 'fb', 'fb.com', 'fb.me'],
  instagram: ['instagram.com', 'ig'],
  twitter: ['twitter.com', 't.co', 'x', 'x.com'],
  linkedin: ['linkedin.com', 'lnkd.in'],
  tiktok: ['tiktok.com'],
  youtube: ['youtube.com', 'youtu.be'],
  direct: ['(direct)'],
};

const social = ['facebook', 'instagram', 'twitter', 'linkedin', 'tiktok', 'youtube'];
const paid = ['paid', 'cpc', 'cpm', 'ppc', 'paidsearch', 'paidsocial'];

export function trafficSource(events: readonly ActivityEvent[]): { category: string; primary: string } {
  const sources = new Set(events.map((event) => normaliseSource(event.source)));
  const mediums = new Set(events.map((event) => normaliseMedium(event.medium)));
  const primary = primarySources.find((name) => sources.has(fold(name)));
  return { category: categoryOf(sources, mediums), primary: primary ?? 'Other' };
}

export function normaliseSource(text: string): string {
  const host = fold(text).replace(/^(?:www|m|l|lm)\./, '');
  if (/^google\.[a-z]+(?:\.[a-z]+)?$/.test(host)) return 'google';
  return Object.keys(hosts).find((name) => hosts[name]!.includes(host)) ?? host;
}

export function normaliseMedium(text: string): string {
  return fold(text).replace(/[ _()-]/g, '');
}

function categoryOf(sources: ReadonlySet<string>, mediums: ReadonlySet<string>): string {
  const [socialMedia, paidTraffic, organic, direct, email, referral, other] = trafficCategories;
  if (social.some((name) => sources.has(name))) return socialMedia;
  if (paid.some((name) => mediums.has(name))) return paidTraffic;
  if (sources.has('google') || mediums.has('organic')) return organic;
  if (sources.has('direct') || mediums.has('none')) return direct;
  if (sources.has('email') || mediums.has('email')) return email;
  return mediums.has('referral') ? referral : other;
}
