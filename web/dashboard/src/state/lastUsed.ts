// Where somebody comes in: the environment that they used last in this browser, else the first that
// has data, else the first.
//
// Law: what is remembered is a choice of this browser and this person, and only ever an id; an
// environment that one may no longer see is passed over.

import type { Organization } from './session.svelte';

export interface Used {
  readonly organizationId: string;
  readonly environmentId: string;
}

/** What is kept of `localStorage`. */
export type Kept = Pick<Storage, 'getItem' | 'setItem'>;

const MOST = 10;
const keyOf = (personId: string): string => `playhead.used.${personId}`;

/** Whether there is data in an environment. */
export type HasData = (environmentId: string) => Promise<boolean>;

/** What somebody used, the last one first. */
export function remembered(personId: string, kept: () => Kept = () => localStorage): string[] {
  try {
    const told: unknown = JSON.parse(kept().getItem(keyOf(personId)) ?? '[]');
    return Array.isArray(told) ? told.filter((each) => typeof each === 'string') : [];
  } catch {
    return []; // storage may be forbidden, and others may have written into it
  }
}

export function remember(
  personId: string,
  environmentId: string,
  kept: () => Kept = () => localStorage,
): void {
  const before = remembered(personId, kept);
  if (before[0] === environmentId) return;
  const now = [environmentId, ...before.filter((each) => each !== environmentId)];
  try {
    kept().setItem(keyOf(personId), JSON.stringify(now.slice(0, MOST)));
  } catch {
    // Then the next visit begins where the first one did.
  }
}

/** Where to begin; the server is asked only where nothing is remembered and there is a choice. */
export async function beginning(
  organizations: readonly Organization[],
  used: readonly string[],
  hasData: HasData,
): Promise<Used | null> {
  const seen = organizations.flatMap((organization) =>
    organization.environments.map(({ id }) => ({
      organizationId: organization.id,
      environmentId: id,
    })),
  );
  for (const id of used) {
    const found = seen.find((each) => each.environmentId === id);
    if (found) return found;
  }
  if (seen.length < 2) return seen[0] ?? null;
  const asked = seen.slice(0, MOST);
  const has = await Promise.all(
    asked.map((each) => hasData(each.environmentId).catch(() => false)),
  );
  return asked.find((_, at) => has[at]) ?? seen[0]!;
}
