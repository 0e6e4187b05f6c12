// What an event of a view says, in one line, and what kind of event it is.
//
// Law: pure. What players sent is text, and is shown as it came; only known numbers get units.

import { bitrate, duration } from '../../format/numbers';
import type { ViewEvent } from './timeline/states';

export type Kind = 'problem' | 'playback' | 'request' | 'ad' | 'change' | 'other';

export const KINDS: Record<Kind, string> = {
  problem: 'Problems',
  playback: 'Playback',
  change: 'Changes',
  ad: 'Ads',
  request: 'Requests',
  other: 'Other',
};

const PROBLEMS = new Set([
  'error',
  'aderror',
  'requestfailed',
  'rebufferstart',
  'rebufferend',
  'eventrateexceeded',
  'viewdropped',
]);
const PLAYBACK = new Set(
  'viewinit viewstart playerready loadstart play playing pause seeking seeked waiting ratechange ended viewend'.split(
    ' ',
  ),
);

export function kindOf(name: string): Kind {
  if (PROBLEMS.has(name)) return 'problem';
  if (PLAYBACK.has(name)) return 'playback';
  if (name.startsWith('request')) return 'request';
  if (name.endsWith('change')) return 'change';
  return name.startsWith('ad') ? 'ad' : 'other';
}

/** How an event is found: by its name and by all that it tells. */
export function foundBy(event: ViewEvent, text: string): boolean {
  const wanted = text.trim().toLowerCase();
  return (
    wanted === '' ||
    event.name.toLowerCase().includes(wanted) ||
    Object.values(event.details).some((value) => shown(value).toLowerCase().includes(wanted))
  );
}

export function shown(value: unknown): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** The one line. */
export function lineOf({ name, details }: ViewEvent): string {
  const word = (key: string): string => shown(details[key]);
  const number = (key: string): number | null => {
    const value = details[key];
    return typeof value === 'number' && value > 0 ? value : null;
  };
  const size = (width: string, height: string): string =>
    number(width) && number(height) ? `${word(width)} × ${word(height)}` : '';
  const rate = (key: string): string => (number(key) ? bitrate(number(key)) : '');
  const joined = (...parts: string[]): string => parts.filter(Boolean).join(' · ');

  if (name === 'requestcompleted') {
    const [began, ended] = [number('request_start'), number('request_response_end')];
    return joined(
      word('request_type'),
      size('request_video_width', 'request_video_height'),
      rate('request_labeled_bitrate'),
      number('request_bytes_loaded') ? bytes(number('request_bytes_loaded') as number) : '',
      began && ended && ended >= began ? `in ${duration(ended - began)}` : '',
      word('request_hostname'),
    );
  }
  if (name === 'requestfailed')
    return joined(
      word('request_type'),
      word('request_error'),
      word('request_error_code'),
      word('request_error_text'),
      word('request_hostname'),
    );
  if (name === 'renditionchange')
    return joined(
      size('width', 'height'),
      rate('bitrate'),
      number('fps') ? `${word('fps')} frames/s` : '',
      word('rendition_name'),
      word('codec'),
    );
  if (name === 'error' || name === 'aderror')
    return joined(word('error_code'), word('error_message'), word('error_severity'));
  if (name === 'cdnchange')
    return joined(
      word('video_cdn'),
      word('video_previous_cdn') && `before: ${word('video_previous_cdn')}`,
    );
  return joined(
    ...Object.entries(details)
      .map(([key, value]) => [key, shown(value)] as const)
      .filter(([, value]) => value !== '' && value !== '{}')
      .map(
        ([key, value]) =>
          `${key.replace(/^(viewer|player|video)_/, '').replaceAll('_', ' ')} ${value}`,
      ),
  );
}

function bytes(value: number): string {
  if (value < 1_000) return `${value} B`;
  return value < 1_000_000
    ? `${Math.round(value / 1_000)} kB`
    : `${(value / 1_000_000).toFixed(1)} MB`;
}
