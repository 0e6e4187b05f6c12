import { describe, expect, it } from 'vitest';
import type { LiveTick } from './live.svelte';
import { joined } from './series';

function tick(at: number, value: number | null): LiveTick {
  return {
    tick: at,
    concurrent_viewers: 3,
    starting_up_viewers: 0,
    metrics: { ccv: value },
    breakdowns: {},
  };
}

describe('a joined series', () => {
  const half = { id: 'ccv', timesS: [100, 105], values: [1, 2], viewers: [1, 2] };

  it('takes each tick once', () => {
    expect(joined(half, [tick(105, 9), tick(110, 3)])).toEqual({
      id: 'ccv',
      timesS: [100, 105, 110],
      values: [1, 2, 3],
      viewers: [1, 2, 3],
    });
  });

  it('keeps what was missed as a gap', () => {
    const found = joined(half, [tick(120, 4)]);
    expect(found.timesS).toEqual([100, 105, 110, 115, 120]);
    expect(found.values).toEqual([1, 2, null, null, 4]);
  });

  it('is never longer than half an hour', () => {
    const many = Array.from({ length: 500 }, (_, at) => tick(110 + 5 * at, at));
    expect(joined(half, many).values).toHaveLength(360);
  });
});
