// Where the reader is: all of it stands in the address bar, so that every page can be shared.
//
// Law: nothing that decides what a page shows is kept anywhere else. Addresses have the shape
// /organizations/{org}/environments/{env}/{page}/{rest}?timeframe[0]=…&filters[0]=…

export interface Place {
  readonly organizationId: string | null;
  readonly environmentId: string | null;
  /** The first word after the environment (`metrics`), or of the path (`sign-in`). */
  readonly page: string;
  /** What follows it, decoded. */
  readonly rest: readonly string[];
  readonly query: ReadonlyMap<string, readonly string[]>;
}

export const DEFAULT_TIMEFRAME: readonly string[] = ['24:hours'];
/** What goes along from page to page. */
const SHARED = ['timeframe', 'filters', 'metric_filters', 'tz', 'filter_set'];

const LISTED = /^([^[]+)(?:\[\d*\])?$/;

export function readPlace(path: string, search: string): Place {
  const parts = path.split('/').filter(Boolean).map(decode);
  const query = new Map<string, string[]>();
  for (const [key, value] of new URLSearchParams(search)) {
    const name = LISTED.exec(key)?.[1] ?? key;
    query.set(name, [...(query.get(name) ?? []), value]);
  }
  if (parts[0] === 'organizations' && parts[2] === 'environments') {
    return {
      organizationId: parts[1] ?? null,
      environmentId: parts[3] ?? null,
      page: parts[4] ?? 'overview',
      rest: parts.slice(5),
      query,
    };
  }
  return {
    organizationId: null,
    environmentId: null,
    page: parts[0] ?? '',
    rest: parts.slice(1),
    query,
  };
}

/** A part that is no UTF-8 stays as it is: it will not be found, and that is said. */
function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

export function writePlace(place: Place): string {
  const parts =
    place.organizationId && place.environmentId
      ? ['organizations', place.organizationId, 'environments', place.environmentId, place.page]
      : [place.page];
  const path = '/' + [...parts, ...place.rest].filter(Boolean).map(encodeURIComponent).join('/');
  const query = new URLSearchParams();
  for (const [name, values] of place.query) {
    if (LISTS.has(name)) values.forEach((value, at) => query.append(`${name}[${at}]`, value));
    else if (values[0] !== undefined) query.append(name, values[0]);
  }
  const text = query.toString();
  return text ? `${path}?${text}` : path;
}

const LISTS = new Set(['timeframe', 'filters', 'metric_filters', 'values', 'sets', 'times']);

export type Query = Record<string, string | readonly string[] | null | undefined>;

let current = $state.raw<Place>(readPlace(window.location.pathname, window.location.search));

// Each part for itself, so that what hangs on one is not asked anew when another changes.
const NONE: readonly string[] = [];
const environmentId = $derived(current.environmentId);
const timeframe = $derived(current.query.get('timeframe') ?? DEFAULT_TIMEFRAME);
const filters = $derived(current.query.get('filters') ?? NONE);
const metricFilters = $derived(current.query.get('metric_filters') ?? NONE);

/** Be at this place; lists that are equal to those of before stay the same object. */
function arrive(next: Place): void {
  const query = new Map(
    [...next.query].map(([name, values]) => [name, same(current.query.get(name), values)]),
  );
  current = { ...next, query };
}

function same(old: readonly string[] | undefined, values: readonly string[]): readonly string[] {
  return old?.length === values.length && old.every((each, at) => each === values[at])
    ? old
    : values;
}

/** Says whether the reader may go to the next place; it may ask. */
export type Leave = (next: Place) => boolean;

let mayLeave: Leave | null = null;

/** Have the page asked before it is left, in whichever way; returns how to stop that. */
export function askBeforeLeaving(ask: Leave): () => void {
  mayLeave = ask;
  return () => {
    if (mayLeave === ask) mayLeave = null;
  };
}

// The browser has gone before it says so. To take a step back, one has to know how far it was: each
// entry of the history bears its number.
let entry = numberOf(window.history.state) ?? 0;
/** How many steps back to where one was are on their way. */
let returning = 0;
window.history.replaceState({ entry }, '');

function numberOf(state: unknown): number | null {
  const found = (state as { entry?: unknown } | null)?.entry;
  return typeof found === 'number' && Number.isSafeInteger(found) ? found : null;
}

window.addEventListener('popstate', (event) => {
  const arrived = numberOf(event.state);
  if (arrived === null) {
    // A jump inside the page made an entry of its own.
    entry += 1;
    window.history.replaceState({ entry }, '');
  }
  if (returning > 0) {
    returning -= 1;
    return;
  }
  const next = readPlace(window.location.pathname, window.location.search);
  const steps = arrived === null ? 0 : entry - arrived;
  if (steps !== 0 && mayLeave && !mayLeave(next)) {
    returning += 1;
    window.history.go(steps);
    return;
  }
  entry = arrived ?? entry;
  arrive(next);
});

export const place = {
  get now(): Place {
    return current;
  },
  get environmentId(): string | null {
    return environmentId;
  },
  get timeframe(): readonly string[] {
    return timeframe;
  },
  get filters(): readonly string[] {
    return filters;
  },
  get metricFilters(): readonly string[] {
    return metricFilters;
  },
  get utc(): boolean {
    return current.query.get('tz')?.[0] === 'utc';
  },
  /** The one value of a parameter of this page. */
  value(name: string): string | null {
    return current.query.get(name)?.[0] ?? null;
  },
  values(name: string): readonly string[] {
    return current.query.get(name) ?? [];
  },
};

function changed(
  query: ReadonlyMap<string, readonly string[]>,
  changes: Query,
): Map<string, readonly string[]> {
  const next = new Map(query);
  for (const [name, value] of Object.entries(changes)) {
    if (value === null || value === undefined || value.length === 0) next.delete(name);
    else next.set(name, typeof value === 'string' ? [value] : value);
  }
  return next;
}

/** The address of another page of this environment; filters and timeframe go along. */
export function href(page: string, rest: readonly string[] = [], changes: Query = {}): string {
  const kept = new Map([...current.query].filter(([name]) => SHARED.includes(name)));
  return writePlace({ ...current, page, rest, query: changed(kept, changes) });
}

/** The address of this page with other parameters. */
export function hrefHere(changes: Query): string {
  return writePlace({ ...current, query: changed(current.query, changes) });
}

/** Go to an address of this site; whether one went: the page may have been kept. */
export function go(address: string, { replace = false } = {}): boolean {
  const { pathname, search } = new URL(address, window.location.href);
  const next = readPlace(pathname, search);
  if (mayLeave && !mayLeave(next)) return false;
  if (replace) window.history.replaceState({ entry }, '', address);
  else {
    entry += 1;
    window.history.pushState({ entry }, '', address);
  }
  arrive(next);
  return true;
}

/** Change parameters of this page; a step back in the browser's history undoes it. */
export function set(changes: Query, { replace = false } = {}): void {
  go(hrefHere(changes), { replace });
}

export function addFilter(filter: string): void {
  if (!place.filters.includes(filter)) set({ filters: [...place.filters, filter], page: null });
}

export function removeFilter(filter: string): void {
  set({ filters: place.filters.filter((each) => each !== filter), page: null });
}

/** Follow links of this site without loading it anew. */
export function followLinks(event: MouseEvent): void {
  const link = (event.target as Element | null)?.closest?.('a');
  if (
    !link ||
    event.defaultPrevented ||
    event.button !== 0 ||
    event.metaKey ||
    event.ctrlKey ||
    event.shiftKey ||
    link.target ||
    link.hasAttribute('download') ||
    link.origin !== window.location.origin ||
    link.pathname.startsWith('/api/') ||
    link.getAttribute('href')?.startsWith('#')
  ) {
    return;
  }
  event.preventDefault();
  const samePage = link.pathname === window.location.pathname;
  if (go(link.pathname + link.search + link.hash) && !samePage) {
    window.scrollTo(0, 0);
    document.getElementById('page')?.focus({ preventScroll: true });
  }
}
