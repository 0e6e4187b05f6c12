// Paper is white: while something is printed the colours are the light ones, charts included.

import { chooseTheme, theme, type Theme } from '../../state/theme.svelte';

let before: Theme | null = null;

export const onPaper = {
  begin(): void {
    if (before !== null || !theme.dark) return;
    before = theme.chosen;
    chooseTheme('light');
  },
  end(): void {
    if (before !== null) chooseTheme(before);
    before = null;
  },
};
