// What can be asked: metrics and dimensions with their names, as the server tells them.

import { get } from '../api/client';
import type { Catalog, Dimension, Envelope, LiveMetric, Metric } from '../api/words';
import { place } from './place.svelte';
import { resource, type Resource } from './resource.svelte';
import { who } from './session.svelte';

let kept: Resource<Envelope<Catalog>> | null = null;
const loaded = (): Catalog | null => kept?.data?.data ?? null;

/** Keep the catalog of the present environment at hand. Call it once, where all begins. */
export function keepCatalog(): Resource<Envelope<Catalog>> {
  // It is asked for beside the session, and not after it; anew after somebody has signed in.
  const signedOut = $derived(who.session !== null && who.person === null);
  kept = resource((signal) => {
    const environmentId = place.environmentId;
    return environmentId && !signedOut
      ? get<Envelope<Catalog>>('/api/v1/catalog', { environmentId, signal })
      : null;
  });
  return kept;
}

export const catalog = {
  get now(): Catalog {
    return loaded() ?? { metrics: [], dimensions: [], live_metrics: [], live_dimensions: [] };
  },
  metric(id: string): Metric | undefined {
    return loaded()?.metrics.find((each) => each.id === id || each.aliases.includes(id));
  },
  dimension(id: string): Dimension | undefined {
    return loaded()?.dimensions.find((each) => each.id === id);
  },
  liveMetric(id: string): LiveMetric | undefined {
    return loaded()?.live_metrics.find((each) => each.id === id);
  },
  /** The name of a dimension for people; its id where it is not known. */
  name(id: string): string {
    return (
      this.dimension(id)?.label ??
      loaded()?.live_dimensions.find((each) => each.id === id)?.label ??
      id
    );
  },
};
