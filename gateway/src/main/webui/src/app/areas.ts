import { type ComponentType, type LazyExoticComponent, lazy } from 'react';
import type { IconName } from '../shared/ui/icons';

export type Role = 'worker' | 'requester' | 'finance-maker' | 'finance-checker' | 'adjudicator' | 'operator';

export interface NavItem {
  to: string;
  /** Key of the namespace "common": the area's own texts may not be loaded yet. */
  label: string;
  icon: IconName;
  /** Only for these of the area's roles; all where it is left out. */
  roles?: readonly Role[];
}

/** A part of the client for people of some roles. Its code and texts are loaded when it is first opened. */
export interface Area {
  id: string;
  /** Who may open it: one of these. */
  roles: readonly Role[];
  /** All its paths begin with this. */
  base: string;
  nav: readonly NavItem[];
  /** Paths on which the screen belongs to the work alone: no bar at the bottom. */
  focus?: readonly string[];
  /** How much of a person's work waits on this device to be sent. */
  unsent?: (personId: string) => Promise<number>;
  Routes: LazyExoticComponent<ComponentType>;
}

/** In the order in which a person with several roles lands on them. */
export const areas: readonly Area[] = [
  {
    id: 'worker',
    roles: ['worker'],
    base: '/worker',
    nav: [
      { to: '/worker', label: 'nav.offers', icon: 'list' },
      { to: '/worker/answers', label: 'nav.answers', icon: 'check' },
      { to: '/worker/money', label: 'nav.money', icon: 'coins' },
      { to: '/worker/notices', label: 'nav.notices', icon: 'bell' },
      { to: '/worker/profile', label: 'nav.profile', icon: 'person' },
    ],
    focus: ['/worker/jobs/:jobId'],
    unsent: async (id) => (await (await import('../areas/worker/task/store')).readWaiting(id)).length,
    Routes: lazy(() => import('../areas/worker/routes')),
  },
  {
    id: 'requester',
    roles: ['requester'],
    base: '/requester',
    nav: [
      { to: '/requester', label: 'nav.jobs', icon: 'list' },
      { to: '/requester/money', label: 'nav.funds', icon: 'coins' },
      { to: '/requester/programs', label: 'nav.programs', icon: 'keyboard' },
    ],
    Routes: lazy(() => import('../areas/requester/routes')),
  },
  {
    id: 'finance',
    roles: ['finance-maker', 'finance-checker'],
    base: '/finance',
    nav: [
      { to: '/finance', label: 'nav.overview', icon: 'coins' },
      { to: '/finance/batches', label: 'nav.batches', icon: 'list' },
      { to: '/finance/bank', label: 'nav.bank', icon: 'bank' },
      { to: '/finance/books', label: 'nav.books', icon: 'book' },
      { to: '/finance/fairness', label: 'nav.fairness', icon: 'chart' },
    ],
    Routes: lazy(() => import('../areas/finance/routes')),
  },
  {
    id: 'adjudicator',
    roles: ['adjudicator'],
    base: '/adjudicator',
    nav: [
      { to: '/adjudicator', label: 'nav.appeals', icon: 'scales' },
      { to: '/adjudicator/times', label: 'nav.times', icon: 'clock' },
      { to: '/adjudicator/cases', label: 'nav.cases', icon: 'flag' },
    ],
    Routes: lazy(() => import('../areas/adjudicator/routes')),
  },
  {
    id: 'operator',
    roles: ['operator'],
    base: '/operator',
    nav: [
      { to: '/operator', label: 'nav.health', icon: 'chart' },
      { to: '/operator/cases', label: 'nav.cases', icon: 'flag' },
      { to: '/operator/locks', label: 'nav.locks', icon: 'alert' },
      { to: '/operator/times', label: 'nav.times', icon: 'clock' },
      { to: '/operator/wages', label: 'nav.wages', icon: 'coins' },
    ],
    Routes: lazy(() => import('../areas/operator/routes')),
  },
];

export function areasOf(roles: readonly string[]): Area[] {
  return areas.filter((area) => area.roles.some((role) => roles.includes(role)));
}

/** {@return the part that a path belongs to: a job is one of the jobs} */
export function itemAt(items: readonly NavItem[], pathname: string): NavItem | undefined {
  return items
    .filter((item) => pathname === item.to || pathname.startsWith(`${item.to}/`))
    .reduce<NavItem | undefined>((best, item) => (best && best.to.length > item.to.length ? best : item), undefined);
}

/** {@return whether an address is one of an area: /requesters is none of /requester} */
export function isWithin({ base }: Pick<Area, 'base'>, pathname: string): boolean {
  return pathname === base || pathname.startsWith(`${base}/`);
}
