import { describe, expect, it } from 'vitest';

function body(...chunks: string[]): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start(controller) {
      chunks.forEach((chunk) => controller.enqueue(new TextEncoder().encode(chunk)));
      controller.close();
    },
  });
}

describe('events of a stream', () => {
  it('are whole, however they were cut, and comments are none', async () => {
    const { eventsOf } = await import('./live.svelte');
    const found: string[] = [];
    for await (const data of eventsOf(
      body(': hello\n\nevent: tick\ndata: {"a"', ':1}\n', '\ndata: x\r\ndata: y\r\n\r\n'),
    ))
      found.push(data);
    expect(found).toEqual(['{"a":1}', 'x\ny']);
  });
});
