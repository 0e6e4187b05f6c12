import { describe, expect, it } from 'vitest';
import { courseOf, said, statesOf, summary } from './course';
import type { ViewEvent } from './states';

function at(viewer_time: number, name: string, playback_time: number): ViewEvent {
  return { name, viewer_time, event_time: viewer_time, playback_time, details: {} };
}

const STALLED = [
  at(1_000, 'play', 0),
  at(1_400, 'playing', 0),
  at(5_400, 'rebufferstart', 4_000),
  at(6_400, 'rebufferend', 4_000),
  at(7_400, 'ended', 5_000),
];

describe('the course of a view', () => {
  it('begins with its first event and lasts until its last', () => {
    const course = courseOf(STALLED);
    expect([course.beganMs, course.lastedMs]).toEqual([1_000, 6_400]);
    expect([course.lowestMs, course.highestMs]).toEqual([0, 5_000]);
    expect(statesOf(course)).toEqual(['loading', 'playing', 'rebuffering']);
  });

  it.each([
    ['who began at the begin', 0, 0],
    ['who began a little later', 20_000, 0],
    ['who joined far inside', 3_600_000, 3_600_000],
  ])('shows the playheads of what was played: %s', (_, from, lowest) => {
    const course = courseOf([at(0, 'playing', from), at(30_000, 'ended', from + 30_000)]);
    expect(course.lowestMs).toBe(lowest);
    expect(course.highestMs).toBe(from + 30_000);
  });

  it('has a height and a length even where nothing happened', () => {
    for (const events of [[], [at(5, 'viewstart', 0)]]) {
      const course = courseOf(events);
      expect(course.lastedMs).toBe(1);
      expect(course.highestMs).toBeGreaterThan(course.lowestMs);
    }
  });

  it('says what was the case at a moment', () => {
    expect(said(5_900, courseOf(STALLED))).toEqual({
      state: 'Rebuffering',
      playhead: '4 s',
      bitrate: '–',
      buffer: 'not known',
    });
    expect(said(900, courseOf(STALLED)).state).toBe('Not playing');
  });

  it('stands in a sentence', () => {
    expect(summary(courseOf(STALLED))).toBe(
      "The view over 6.4 s, on the viewer's clock and the playhead. Starting up: once, 400 ms. " +
        'Playing: 2 times, 5 s. Rebuffering: once, 1 s',
    );
  });
});
