// What is happening now, as the server pushes it: one stream, a tick every five seconds.
//
// Law: a lost connection is told and dialled again, slower each time; what is shown meanwhile is
// marked as old.

import { untrack } from 'svelte';
import { queryString, type Parameters } from '../../api/client';

export interface LiveRow {
  value: string | null;
  display_value?: string;
  metric_value: number | null;
  concurrent_viewers: number;
  starting_up_viewers: number;
  negative_impact: number;
}

export interface LiveTick {
  /** Epoch seconds of the begin of the five seconds. */
  tick: number;
  concurrent_viewers: number;
  starting_up_viewers: number;
  metrics: Record<string, number | null>;
  breakdowns: Record<string, LiveRow[]>;
}

export interface Question {
  environmentId: string;
  parameters: Parameters;
}

export interface Stream {
  readonly state: 'dialling' | 'live' | 'lost';
  readonly problem: string | null;
}

const LONGEST_WAIT_MS = 30_000;

/** Listen to what answers the question, and anew whenever that is another; null: do not. */
export function listen(
  question: () => Question | null,
  ontick: (tick: LiveTick, question: Question) => void,
): Stream {
  let state = $state<Stream['state']>('dialling');
  let problem = $state<string | null>(null);

  $effect(() => {
    const wanted = question();
    if (!wanted) return;
    const abort = new AbortController();
    // What the run itself reads and writes must not start another one.
    untrack(() => void run(wanted, abort.signal));
    return () => abort.abort();
  });

  async function run(wanted: Question, signal: AbortSignal): Promise<void> {
    let wait = 1_000;
    while (!signal.aborted) {
      state = state === 'lost' ? 'lost' : 'dialling';
      try {
        const response = await fetch(`/api/v1/monitoring/stream${queryString(wanted.parameters)}`, {
          headers: { accept: 'text/event-stream', 'x-playhead-environment': wanted.environmentId },
          credentials: 'same-origin',
          signal,
        });
        if (!response.ok || !response.body)
          throw new Error(`The server answered ${response.status}.`);
        wait = 1_000;
        for await (const data of eventsOf(response.body)) {
          state = 'live';
          problem = null;
          ontick(JSON.parse(data) as LiveTick, wanted);
        }
        throw new Error('The server closed the connection.');
      } catch (error) {
        if (signal.aborted) return;
        state = 'lost';
        problem = error instanceof Error ? error.message : String(error);
      }
      await new Promise((resolve) => setTimeout(resolve, wait));
      wait = Math.min(2 * wait, LONGEST_WAIT_MS);
    }
  }

  return {
    get state() {
      return state;
    },
    get problem() {
      return problem;
    },
  };
}

/** The data of each event of a stream (WHATWG server-sent events; comments are passed over). */
export async function* eventsOf(body: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const reader = body
    .pipeThrough(new TextDecoderStream() as unknown as TransformStream<Uint8Array, string>)
    .getReader();
  let rest = '';
  try {
    for (;;) {
      const { value, done } = await reader.read();
      if (done) return;
      rest += value.replaceAll('\r\n', '\n');
      for (let end = rest.indexOf('\n\n'); end >= 0; end = rest.indexOf('\n\n')) {
        const lines = rest.slice(0, end).split('\n');
        rest = rest.slice(end + 2);
        const data = lines
          .filter((line) => line.startsWith('data:'))
          .map((line) => line.slice(5).trimStart());
        if (data.length) yield data.join('\n');
      }
    }
  } finally {
    reader.releaseLock();
  }
}
