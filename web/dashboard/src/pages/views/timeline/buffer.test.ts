import { describe, expect, it } from 'vitest';
import { levelAt, reckonBuffer, thinned, type Point, type Reckoned } from './buffer';
import type { ViewEvent } from './states';

function event(name: string, viewer_time: number, playback_time = 0, details = {}): ViewEvent {
  return { name, viewer_time, event_time: viewer_time, playback_time, details };
}

/** A segment that was there `at` so many seconds, while the playhead stood at `playhead`. */
function segment(at: number, playhead: number, told: Record<string, unknown>): ViewEvent {
  return event('requestcompleted', at * 1_000, playhead * 1_000, {
    request_type: 'media',
    ...told,
  });
}

const placed = (start: number, length: number, more = {}): Record<string, unknown> => ({
  request_media_start_time: start,
  request_media_duration: length,
  ...more,
});

function found(events: ViewEvent[]): Extract<Reckoned, { points: Point[] }> {
  const reckoned = reckonBuffer(events);
  if (reckoned.basis === null) throw new Error(reckoned.why);
  return reckoned;
}

/** The level in seconds at moments in seconds, to a tenth. */
function levels(events: ViewEvent[], ...moments: number[]): (number | null)[] {
  const { points } = found(events);
  return moments.map((moment) => {
    const level = levelAt(points, moment * 1_000);
    return level === null ? null : Math.round(level / 100) / 10;
  });
}

const opening = [event('play', 0), segment(0.5, 0, placed(0, 4)), event('playing', 1_000)];

describe('the level of the buffer where segments are placed', () => {
  it('is nothing at first, falls while it plays and rises with each segment', () => {
    const events = [
      ...opening,
      segment(3, 2, placed(4, 4)),
      segment(4, 3, placed(8, 4)),
      event('viewend', 9_000, 8_000),
    ];
    expect(levels(events, 0.2, 0.6, 2, 3.001, 4.001, 9)).toEqual([0, 4, 3, 6, 9, 4]);
    expect(found(events)).toMatchObject({ basis: 'placed', segments: 3, untyped: false });
  });

  it('is empty in a stall, and stands still in a pause', () => {
    const events = [
      ...opening,
      event('rebufferstart', 5_000, 4_000),
      segment(8, 4, placed(4, 4)),
      event('rebufferend', 8_100, 4_000),
      event('pause', 9_100, 5_000),
      event('play', 20_000, 5_000),
      event('playing', 20_000, 5_000),
      event('viewend', 21_000, 6_000),
    ];
    expect(levels(events, 4.5, 5, 7, 8.05, 9.1, 15, 21)).toEqual([0.5, 0, 0, 4, 3, 3, 2]);
  });

  it.each([
    ['a hole that players play over', 4.2, 7.2],
    ['a gap that they do not', 5, 3],
  ])('ends at %s', (_, start, level) => {
    const events = [
      ...opening,
      segment(1.5, 0.5, placed(start, 4)),
      event('viewend', 3_000, 2_000),
    ];
    expect(levels(events, 2)).toEqual([level]);
  });

  it('takes segments in any order, twice, and of renditions that overlap', () => {
    const events = [
      event('play', 0),
      segment(0.1, 0, placed(4, 4)),
      segment(0.2, 0, placed(0, 4)),
      segment(0.3, 0, placed(3, 6)),
      segment(0.4, 0, placed(4, 4)),
      event('playing', 1_000),
      event('viewend', 2_000, 1_000),
    ];
    expect(levels(events, 0.15, 0.25, 0.35, 0.9, 2)).toEqual([0, 8, 9, 9, 8]);
  });

  it('is that of the track that ends first', () => {
    const events = [
      event('play', 0),
      segment(0.1, 0, placed(0, 10, { request_type: 'video' })),
      segment(0.5, 0, placed(0, 4, { request_type: 'audio' })),
      event('playing', 1_000),
      event('viewend', 2_000, 1_000),
    ];
    expect(levels(events, 0.3, 0.6, 2)).toEqual([0, 4, 3]);
  });

  it('does not wait for a track that the player gave up', () => {
    const events = [
      event('play', 0),
      segment(0.1, 0, placed(0, 20, { request_type: 'video' })),
      segment(0.1, 0, placed(0, 2, { request_type: 'audio' })),
      event('playing', 1_000),
      event('cdnchange', 6_000, 5_000),
      event('viewend', 8_000, 7_000),
    ];
    expect(levels(events, 2, 3.5, 6.001)).toEqual([1, 0, 15]);
  });

  it('is what lies where a seek leads, and nothing if it leads away', () => {
    const events = [
      event('play', 0),
      segment(0.1, 0, placed(0, 10)),
      segment(0.2, 0, placed(10, 10)),
      event('playing', 1_000),
      event('seeking', 2_000, 1_000),
      event('seeked', 2_100, 15_000),
      event('seeking', 3_100, 16_000),
      segment(4, 100, placed(100, 10)),
      event('seeked', 4_100, 100_000),
      event('seeking', 5_100, 101_000),
      event('seeked', 5_200, 3_000),
      event('viewend', 6_200, 4_000),
    ];
    expect(levels(events, 1.9, 2.05, 3, 3.5, 4.05, 5, 5.15, 6)).toEqual([
      19.1, 5, 4.1, 0, 10, 9.1, 0, 0,
    ]);
  });

  it('keeps its place over a leap that nobody told of', () => {
    const events = [
      ...opening,
      event('networkchange', 2_000, 50_000),
      segment(2.5, 50.5, placed(50, 4)),
      event('viewend', 3_000, 51_000),
    ];
    expect(levels(events, 1.9, 2.6)).toEqual([3.1, 3.4]);
  });

  it('holds while an ad plays, whatever the playhead says then', () => {
    const events = [
      ...opening,
      event('adbreakstart', 2_000, 1_000),
      event('adplaying', 2_100, 0),
      event('adended', 12_000, 9_900),
      event('adbreakend', 12_000, 1_000),
      event('playing', 12_100, 1_000),
      event('viewend', 13_100, 2_000),
    ];
    expect(levels(events, 2, 8, 13.1)).toEqual([3, 3, 2]);
  });

  it('is not known where a player plays on past all that it told', () => {
    const events = [...opening, event('viewend', 20_000, 19_000)];
    expect(found([...opening, event('viewend', 8_000, 7_000)]).basis).toBe('placed');
    expect(levels([...opening, event('viewend', 8_000, 7_000)], 4.9, 6.5, 7.5)).toEqual([
      0.1,
      0,
      null,
    ]);
    expect(found(events).basis).toBe('counted');
  });

  it('follows a live stream whose playhead is on the clock of its segments', () => {
    const began = 1_790_000_000;
    const events = [
      event('play', 0, began * 1_000),
      segment(0.5, began, placed(began - 2, 6)),
      event('playing', 1_000, began * 1_000),
      segment(3, began + 2, placed(began + 4, 6)),
      event('viewend', 5_000, (began + 4) * 1_000),
    ];
    expect(levels(events, 0.9, 3.001, 5)).toEqual([4, 8, 6]);
  });

  it('counts where segments lie on another clock than the playhead', () => {
    const events = [
      event('play', 0),
      segment(0.5, 0, placed(90_000, 4)),
      event('playing', 1_000),
      event('viewend', 3_000, 2_000),
    ];
    expect(found(events).basis).toBe('counted');
    expect(levels(events, 0.9, 3)).toEqual([4, 2]);
    const bare = events.map((each) => ({
      ...each,
      details: { ...each.details, request_media_duration: null },
    }));
    expect(reckonBuffer(bare).basis).toBeNull();
  });
});

describe('units', () => {
  it.each([
    ['seconds', 1],
    ['milliseconds', 1_000],
  ])('%s are found by their size', (_, unit) => {
    const events = [
      event('play', 0),
      segment(0.1, 0, placed(0, 4 * unit)),
      segment(0.2, 0, placed(4 * unit, 4 * unit)),
      event('playing', 1_000),
      event('viewend', 5_000, 4_000),
    ];
    expect(levels(events, 0.9, 5)).toEqual([8, 4]);
  });

  it('is that which explains what was played, where the size misleads', () => {
    // Parts of 100 ms look like segments of 100 s.
    const parts = Array.from({ length: 60 }, (_, at) =>
      segment(0.1 + at / 1_000, 0, placed(at * 100, 100)),
    );
    const events = [
      event('play', 0),
      ...parts,
      event('playing', 1_000),
      event('viewend', 6_000, 5_000),
    ];
    expect(found(events).basis).toBe('placed');
  });

  it('may be text', () => {
    const events = [
      event('play', 0),
      segment(0.1, 0, placed('0' as never, '4000' as never)),
      event('playing', 1_000),
      event('viewend', 2_000, 1_000),
    ];
    expect(levels(events, 2)).toEqual([3]);
  });
});

describe('the level where only starts are told, as dash.js does', () => {
  const starts = [0, 0, 3.947, 0, 4, 8, 12, 7.941, 11.935];
  const events = [
    ...starts.map((start, at) =>
      event('requestcompleted', 10 * at, 0, { request_media_start_time: start }),
    ),
    event('requestcompleted', 95, 0, {
      request_type: 'undefined_init',
      request_media_start_time: 500,
    }),
    event('play', 100),
    event('playing', 100),
    event('viewend', 6_100, 6_000),
  ];

  it('takes the next start for the end', () => {
    expect(found(events)).toMatchObject({ basis: 'started', segments: 9, untyped: true });
    expect(levels(events, 0.1, 6.1)).toEqual([16, 10]);
  });

  it('does not take a seek for a segment', () => {
    const away = [
      ...events.slice(0, -1),
      event('seeking', 5_100, 5_000),
      event('requestcompleted', 5_200, 5_000, { request_media_start_time: 100 }),
      event('seeked', 5_300, 100_000),
      event('viewend', 6_300, 101_000),
    ];
    expect(levels(away, 0.1, 5.15, 5.3, 6.3)).toEqual([16, 0, 4, 3]);
  });

  it('says nothing of a single segment', () => {
    expect(
      reckonBuffer([event('play', 0), segment(1, 0, { request_media_start_time: 0 })]).basis,
    ).toBeNull();
  });
});

describe('the level where only lengths are told, as hls.js does', () => {
  const told = (length: number, url: string): Record<string, unknown> => ({
    request_media_duration: length,
    request_url: url,
  });

  it('is what was loaded less what was played', () => {
    const events = [
      segment(0, 0, told(4, '/0.ts')),
      segment(0.1, 0, { ...told(4, '/0.ts'), request_type: 'manifest' }),
      segment(0.2, 0, told(4, '/1.ts')),
      event('play', 300),
      event('playing', 1_000),
      segment(3, 2, told(4, '/2.ts')),
      segment(3.5, 2.5, told(4.06, '/2.ts')),
      event('viewend', 5_000, 4_000),
    ];
    expect(found(events)).toMatchObject({ basis: 'counted', segments: 3 });
    expect(levels(events, 0.25, 2.9, 3.4, 5)).toEqual([8, 6.1, 9.6, 8]);
  });

  it('counts each where one address has all segments', () => {
    const one = [0, 1, 2].map((at) => segment(at / 10, 0, told(4, '/all.mp4')));
    expect(levels([...one, event('play', 300), event('viewend', 400)], 0.4)).toEqual([12]);
  });

  it('counts anew after a seek away, and goes on in one that stays inside', () => {
    const events = [
      segment(0, 0, told(10, '/0.ts')),
      event('play', 0),
      event('playing', 0),
      event('seeking', 1_000, 1_000),
      event('seeked', 1_100, 5_000),
      event('seeking', 2_100, 6_000),
      segment(2.2, 60, told(10, '/6.ts')),
      event('seeked', 2_300, 60_000),
      event('viewend', 3_300, 61_000),
    ];
    expect(levels(events, 1.05, 2.15, 2.25, 3.3)).toEqual([5, 0, 10, 9]);
  });

  it('begins again at the playhead after more was played than was told of', () => {
    const events = [
      segment(0, 0, told(4, '/0.ts')),
      event('play', 0),
      event('playing', 0),
      segment(10, 10, told(4, '/3.ts')),
      event('viewend', 12_000, 12_000),
    ];
    expect(levels(events, 5, 8, 10, 12)).toEqual([0, null, 4, 2]);
  });
});

describe('what no player means', () => {
  it.each([
    ['no events', []],
    ['no requests', [event('play', 0), event('playing', 1), event('viewend', 9)]],
    ['manifests only', [segment(0, 0, placed(0, 4, { request_type: 'manifest' }))]],
    ['failures only', [event('requestfailed', 0, 0, placed(0, 4))]],
    ['no numbers', [segment(0, 0, { request_url: '/0.ts' })]],
    ['words', [segment(0, 0, placed('soon' as never, 'long' as never))]],
    ['objects', [segment(0, 0, placed({} as never, [4] as never))]],
    ['a type that is an object', [segment(0, 0, { ...placed(0, 4), request_type: {} })]],
    ['negative lengths', [segment(0, 0, { request_media_duration: -4 })]],
  ])('%s: nothing is reckoned', (_, events) => {
    expect(reckonBuffer(events)).toEqual({ basis: null, why: 'silent' });
  });

  it.each([NaN, Infinity, -Infinity, 1e300, -1e300, '1e400', ' ', '9'.repeat(99), true])(
    '%s leaves numbers finite and levels above nothing',
    (odd) => {
      const events = [
        ...opening,
        segment(1.5, 0.5, placed(odd as never, 4)),
        segment(1.6, 0.6, placed(4, odd as never)),
        segment(1.7, 0.7, { ...placed(8, 4), request_response_end: odd }),
        event('viewend', 3_000, 2_000),
      ];
      for (const { atMs, levelMs } of found(events).points) {
        expect(atMs).toBeGreaterThanOrEqual(0);
        expect(atMs).toBeLessThanOrEqual(3_000);
        expect(levelMs ?? 0).toBeGreaterThanOrEqual(0);
        expect(levelMs ?? 0).toBeLessThan(20_000);
      }
    },
  );

  it('ten thousand requests in no order stay in order, and few points come of each', () => {
    const many = Array.from({ length: 10_000 }, (_, at) =>
      segment(at / 10, at / 10, placed((at * 7_919) % 100_000, 3)),
    );
    const { points } = found([event('playing', 0), ...many]);
    expect(points.length).toBeLessThan(60_000);
    for (let at = 1; at < points.length; at += 1)
      expect((points[at] as Point).atMs).toBeGreaterThanOrEqual((points[at - 1] as Point).atMs);
  });
});

describe('a line for few columns', () => {
  const points = Array.from({ length: 50_000 }, (_, at) => ({
    atMs: at,
    levelMs: at === 31_337 ? 0 : at === 42 ? 99_999 : 5_000 + (at % 7),
  }));

  it('keeps its ends, its peak and the moment it runs empty', () => {
    const thin = thinned(points, 400);
    expect(thin.length).toBeLessThanOrEqual(1_604);
    for (const at of [0, 42, 31_337, 49_999]) expect(thin).toContain(points[at]);
  });

  it('is left alone where it is short', () => {
    expect(thinned(points.slice(0, 9), 400)).toEqual(points.slice(0, 9));
    expect(thinned([], 400)).toEqual([]);
  });
});
