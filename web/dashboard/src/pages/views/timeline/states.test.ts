import { describe, expect, it } from 'vitest';
import { steps, stretches, type ViewEvent } from './states';

function event(name: string, viewer_time: number, playback_time = 0, details = {}): ViewEvent {
  return { name, viewer_time, event_time: viewer_time, playback_time, details };
}

describe('stretches of a view', () => {
  it('rise while playing and are level while stalled', () => {
    const found = stretches([
      event('viewstart', 0),
      event('play', 10),
      event('playing', 500),
      event('rebufferstart', 5_500, 5_000),
      event('rebufferend', 7_500, 5_000),
      event('viewend', 9_500, 7_000),
    ]);
    expect(
      found.map((each) => [
        each.state,
        each.fromMs,
        each.toMs,
        each.fromPlayheadMs,
        each.toPlayheadMs,
      ]),
    ).toEqual([
      ['loading', 10, 500, 0, 0],
      ['playing', 500, 5_500, 0, 5_000],
      ['rebuffering', 5_500, 7_500, 5_000, 5_000],
      ['playing', 7_500, 9_500, 5_000, 7_000],
    ]);
  });

  it('go back after a seek to what was before it', () => {
    const found = stretches([
      event('play', 0),
      event('playing', 100),
      event('seeking', 1_100, 1_000),
      event('seeked', 1_400, 30_000),
      event('viewend', 2_400, 31_000),
    ]);
    expect(found.map((each) => each.state)).toEqual(['loading', 'playing', 'seeking', 'playing']);
  });

  it('stand still on the content clock while an ad plays', () => {
    const found = stretches([
      event('adbreakstart', 0),
      event('adplaying', 100),
      event('adended', 15_100),
      event('playing', 15_200),
      event('viewend', 20_200, 5_000),
    ]);
    expect(found.find((each) => each.ad)?.toPlayheadMs).toBe(0);
  });

  it('are none for a view without playback', () => {
    expect(stretches([event('viewinit', 0), event('viewend', 10)])).toEqual([]);
  });
});

describe('steps of a number', () => {
  it('leave out events that do not tell it', () => {
    const events = [
      event('renditionchange', 10, 0, { bitrate: 800_000 }),
      event('renditionchange', 20),
      event('hb', 30, 0, { bitrate: 1 }),
    ];
    expect(steps(events, ['renditionchange'], 'bitrate')).toEqual([{ atMs: 10, value: 800_000 }]);
  });
});
