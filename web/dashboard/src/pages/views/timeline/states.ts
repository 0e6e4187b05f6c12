// From a view's events to what the viewer saw: stretches of one state on two clocks.
//
// Law: pure. The viewer's clock goes from left to right, the playhead from bottom to top; a stretch
// of playing rises, a stall or a pause is level, a seek leaps.

export interface ViewEvent {
  name: string;
  viewer_time: number;
  event_time: number;
  playback_time: number;
  details: Record<string, unknown>;
}

export type State = 'loading' | 'playing' | 'paused' | 'rebuffering' | 'seeking' | 'failed';

export interface Stretch {
  state: State;
  ad: boolean;
  fromMs: number;
  toMs: number;
  fromPlayheadMs: number;
  toPlayheadMs: number;
}

const AFTER: Record<string, State> = {
  play: 'loading',
  playing: 'playing',
  adplaying: 'playing',
  adplay: 'loading',
  pause: 'paused',
  adpause: 'paused',
  rebufferstart: 'rebuffering',
  rebufferend: 'playing',
  seeking: 'seeking',
  ended: 'paused',
  error: 'failed',
  aderror: 'paused',
};

/** What the player does after an event, until the next one. */
export interface Standing {
  state: State | null;
  ad: boolean;
}

const AD_BEGINS = new Set(['adbreakstart', 'adplaying']);
const AD_ENDS = new Set(['adbreakend', 'adended']);

/** What the player does after each event. Events are in the order of the viewer's clock. */
export function standings(events: readonly ViewEvent[]): Standing[] {
  let state: State | null = null;
  let before: State = 'paused';
  let ad = false;
  return events.map((event) => {
    const next = nextState(event, state, before);
    if (next === 'seeking' && state && state !== 'seeking') before = state;
    state = next;
    ad = AD_BEGINS.has(event.name) || (ad && !AD_ENDS.has(event.name));
    return { state, ad };
  });
}

/** The stretches of a view, in order. Events are in the order of the viewer's clock. */
export function stretches(events: readonly ViewEvent[]): Stretch[] {
  const found: Stretch[] = [];
  let now: Standing = { state: null, ad: false };
  let began: ViewEvent | null = null;
  standings(events).forEach((next, at) => {
    if (next.state === now.state && next.ad === now.ad) return;
    const event = events[at] as ViewEvent;
    if (now.state && began) found.push(stretch(now.state, now.ad, began, event));
    now = next;
    began = event;
  });
  const last = events.at(-1);
  if (now.state && began && last && last !== began)
    found.push(stretch(now.state, now.ad, began, last));
  return found.filter((each) => each.toMs > each.fromMs || each.state === 'seeking');
}

function nextState({ name, details }: ViewEvent, state: State | null, before: State): State | null {
  if (name === 'seeked') return state === 'seeking' ? before : state;
  if (name === 'error' && details['error_severity'] === 'warning') return state;
  if (name === 'play' && state === 'playing') return state;
  if (name === 'viewend') return null;
  return AFTER[name] ?? state;
}

function stretch(state: State, ad: boolean, from: ViewEvent, to: ViewEvent): Stretch {
  return {
    state,
    ad,
    fromMs: from.viewer_time,
    toMs: to.viewer_time,
    fromPlayheadMs: from.playback_time,
    toPlayheadMs:
      state === 'rebuffering' || state === 'loading' || ad ? from.playback_time : to.playback_time,
  };
}

export interface Step {
  atMs: number;
  value: number | null;
}

/** How a number in the events' details went: a step at each event that tells it. */
export function steps(events: readonly ViewEvent[], names: readonly string[], key: string): Step[] {
  const found: Step[] = [];
  for (const event of events) {
    if (!names.includes(event.name)) continue;
    const value = Number(event.details[key]);
    if (event.details[key] !== undefined && event.details[key] !== null && Number.isFinite(value))
      found.push({ atMs: event.viewer_time, value });
  }
  return found;
}
