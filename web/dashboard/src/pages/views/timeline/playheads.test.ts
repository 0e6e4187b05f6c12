import { describe, expect, it } from 'vitest';
import { knots, playheadAt } from './playheads';
import type { ViewEvent } from './states';

function event(name: string, viewer_time: number, playback_time = 0): ViewEvent {
  return { name, viewer_time, event_time: viewer_time, playback_time, details: {} };
}

function at(events: ViewEvent[], ...moments: number[]): (number | null)[] {
  const found = knots(events);
  return moments.map((moment) => playheadAt(found, moment));
}

describe('the playhead between events', () => {
  it('goes on while playing, at the pace that the events tell', () => {
    const events = [
      event('playing', 1_000),
      event('pause', 3_000, 4_000),
      event('viewend', 9_000, 4_000),
    ];
    expect(at(events, 0, 1_000, 2_000, 3_000, 8_000)).toEqual([null, 0, 2_000, 4_000, 4_000]);
  });

  it('is where a seek leads from the moment it begins', () => {
    const events = [
      event('playing', 0),
      event('seeking', 2_000, 2_000),
      event('seeked', 3_000, 60_000),
      event('viewend', 4_000, 61_000),
    ];
    expect(at(events, 1_000, 2_500, 3_500)).toEqual([1_000, 60_000, 60_500]);
  });

  it('plays up to a seek whose event tells its target already', () => {
    const events = [
      event('playing', 0),
      event('seeking', 2_000, 60_000),
      event('seeked', 2_100, 60_000),
    ];
    expect(at(events, 1_000, 2_050)).toEqual([1_000, 60_000]);
  });

  it('does not go back without a leap', () => {
    const events = [
      event('playing', 0, 50_000),
      event('networkchange', 1_000, 0),
      event('viewend', 2_000, 1_000),
    ];
    expect(at(events, 500, 1_500)).toEqual([50_500, 500]);
    expect(knots(events).map((each) => each.leapt)).toEqual([false, true, false]);
  });
});
