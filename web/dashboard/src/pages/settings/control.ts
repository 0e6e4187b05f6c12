// Where the control API has what is set: below an organization, or one of its environments.

import { place } from '../../state/place.svelte';

export function ofOrganization(path = ''): string {
  return `/api/v1/organizations/${encodeURIComponent(place.now.organizationId ?? '')}${path}`;
}

export function ofEnvironment(path = ''): string {
  return `${ofOrganization()}/environments/${encodeURIComponent(place.now.environmentId ?? '')}${path}`;
}
