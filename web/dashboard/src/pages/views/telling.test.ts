import { describe, expect, it } from 'vitest';
import { foundBy, kindOf, lineOf } from './telling';

const event = (name: string, details: Record<string, unknown> = {}) => ({
  name,
  viewer_time: 0,
  event_time: 0,
  playback_time: 0,
  details,
});

describe('the kind of an event', () => {
  it.each([
    ['rebufferstart', 'problem'],
    ['requestfailed', 'problem'],
    ['requestcompleted', 'request'],
    ['adplaying', 'ad'],
    ['aderror', 'problem'],
    ['renditionchange', 'change'],
    ['seeked', 'playback'],
    ['whatever', 'other'],
  ])('%s: %s', (name, kind) => {
    expect(kindOf(name)).toBe(kind);
  });
});

describe('the line of an event', () => {
  it.each([
    [
      event('requestcompleted', {
        request_type: 'media',
        request_video_width: 640,
        request_video_height: 360,
        request_labeled_bitrate: 545_600,
        request_bytes_loaded: 259_816,
        request_start: 1_000,
        request_response_end: 1_028,
        request_hostname: 'media.example',
      }),
      'media · 640 × 360 · 546 kbit/s · 260 kB · in 28 ms · media.example',
    ],
    [
      event('requestcompleted', { request_bytes_loaded: -1, request_start: 0, request_type: {} }),
      '{}',
    ],
    [event('requestfailed', { request_error_code: 503, request_type: 'media' }), 'media · 503'],
    [event('renditionchange', { width: 0, height: 0 }), ''],
    [
      event('renditionchange', { width: 1280, height: 720, bitrate: 2_000_000 }),
      '1280 × 720 · 2 Mbit/s',
    ],
    [event('networkchange', { viewer_connection_type: 'wifi' }), 'connection type wifi'],
    [
      event('cdnchange', { video_cdn: 'birch', video_previous_cdn: 'cedar' }),
      'birch · before: cedar',
    ],
  ])('%o', (one, line) => {
    expect(lineOf(one)).toBe(line);
  });
});

describe('an event is found', () => {
  const one = event('error', { error_message: 'The Segment went away' });
  it.each([
    ['', true],
    [' ERR', true],
    ['segment', true],
    ['error_message', false],
  ])('by %o: %s', (text, found) => {
    expect(foundBy(one, text)).toBe(found);
  });
});
