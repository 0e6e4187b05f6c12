// The pages of an environment: one entry each; the navigation and the addresses follow from them.

import type { Component } from 'svelte';
import { partOf } from '../pages/metrics/playing/parts';
import { catalog } from '../state/catalog.svelte';
import { place } from '../state/place.svelte';
import { NO_METRICS, only, type Supports } from './supported';

export interface Page {
  readonly id: string;
  readonly label: string;
  readonly inNavigation: boolean;
  /** Whether the bar of filters stands above it, and the timeframe in that bar. */
  readonly filtered: boolean;
  readonly timed: boolean;
  /** By what it can filter where that is less than everything. */
  readonly supports?: () => Supports;
  /** Each page is a file of its own, loaded when it is first opened. */
  readonly load: () => Promise<{ default: Component }>;
}

export const PAGES: readonly Page[] = [
  {
    id: 'overview',
    label: 'Overview',
    inNavigation: true,
    filtered: true,
    timed: true,
    load: () => import('../pages/overview/Overview.svelte'),
  },
  {
    id: 'metrics',
    label: 'Metrics',
    inNavigation: true,
    filtered: true,
    timed: true,
    supports: () => (partOf(place.now.rest) ? NO_METRICS : null),
    load: () => import('../pages/metrics/Metrics.svelte'),
  },
  {
    id: 'compare',
    label: 'Compare',
    inNavigation: true,
    filtered: true,
    timed: true,
    load: () => import('../pages/compare/Compare.svelte'),
  },
  {
    id: 'views',
    label: 'Views',
    inNavigation: true,
    filtered: true,
    timed: true,
    load: () => import('../pages/views/Views.svelte'),
  },
  {
    id: 'errors',
    label: 'Errors',
    inNavigation: true,
    filtered: true,
    timed: true,
    load: () => import('../pages/errors/Errors.svelte'),
  },
  {
    id: 'monitoring',
    label: 'Monitoring',
    inNavigation: true,
    filtered: true,
    timed: false,
    // What happens this moment is known by fewer dimensions.
    supports: () => only(catalog.now.live_dimensions),
    load: () => import('../pages/monitoring/Monitoring.svelte'),
  },
  {
    id: 'dashboards',
    label: 'Dashboards',
    inNavigation: true,
    filtered: false, // each has filters of its own, and shows the bar below its name
    timed: false,
    load: () => import('../pages/dashboards/Dashboards.svelte'),
  },
  {
    id: 'start',
    label: 'Get started',
    inNavigation: true,
    filtered: false,
    timed: false,
    load: () => import('../pages/start/Start.svelte'),
  },
  {
    id: 'settings',
    label: 'Settings',
    inNavigation: true,
    filtered: false,
    timed: false,
    load: () => import('../pages/settings/Settings.svelte'),
  },
];
