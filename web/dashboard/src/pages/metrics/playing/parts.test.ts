import { describe, expect, it } from 'vitest';
import { lined, partOf, said, sharesOverTime } from './parts';

const row = (breakdown_value: string, metric_value: number) => ({ breakdown_value, metric_value });

describe('the part that an address names', () => {
  it.each([
    [['playing_time', 'rendition'], 'rendition'],
    [['playing_time', 'playback_mode'], 'playback_mode'],
    [['playing_time'], null],
    [['playing_time', 'nosuch'], null],
    [['playing_time', 'toString'], null],
    [['views', 'rendition'], null],
  ])('%j: %s', (rest, part) => {
    expect(partOf(rest)).toBe(part);
  });
});

describe('a value of a rendition', () => {
  it.each([
    ['video_source_height', '720', '720p'],
    ['video_source_width', '1280', '1280 px'],
    ['video_source_bitrate', '2800000', '2.8 Mbit/s'],
    ['video_source_fps', '29.97', '29.97 fps'],
    ['video_source_codec', 'avc1.42c01f', 'avc1.42c01f'],
    ['video_source_height', '__empty__', 'Not told'],
    ['video_source_height', '<b>', '<b>'],
    ['video_source_rendition_name', '720', '720'],
  ])('%s %s is said as %s', (attribute, value, text) => {
    expect(said(attribute, value)).toBe(text);
  });
});

describe('shares over time', () => {
  const buckets = [
    { date: '2026-02-03T04:00:00Z', values: [row('720', 60), row('360', 40)] },
    { date: '2026-02-03T05:00:00Z', values: [] },
    { date: '2026-02-03T06:00:00Z', values: [row('1080', 150), row('360', 50)] },
  ];

  it('are of what was played in each bucket, and null where nothing was', () => {
    expect(sharesOverTime(buckets, 3)).toEqual({
      timesS: [1_770_091_200, 1_770_094_800, 1_770_098_400],
      lines: [
        { value: '1080', shares: [0, null, 0.75] },
        { value: '360', shares: [0.4, null, 0.25] },
        { value: '720', shares: [0.6, null, 0] },
      ],
    });
  });

  it('are few lines, of which the last is of all others', () => {
    expect(sharesOverTime(buckets, 2).lines).toEqual([
      { value: '1080', shares: [0, null, 0.75] },
      { value: null, shares: [1, null, 0.25] },
    ]);
  });
});

describe('shares side by side', () => {
  it('are of what each column played', () => {
    const columns = [
      { dimension_value: 'NO', values: [row('720', 30), row('360', 10)] },
      { dimension_value: 'SE', values: [row('1080', 100)] },
      { dimension_value: 'DK', values: [] },
    ];
    expect(lined(columns)).toEqual([
      { value: '1080', shares: [null, 1, null] },
      { value: '720', shares: [0.75, null, null] },
      { value: '360', shares: [0.25, null, null] },
    ]);
  });
});
