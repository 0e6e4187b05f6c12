// Light, dark, as the system says, or the wallboard's. A choice of this browser, not of the page.

export type Theme = 'system' | 'light' | 'dark' | 'wallboard';
const KEY = 'playhead.theme';
const THEMES: readonly Theme[] = ['system', 'light', 'dark', 'wallboard'];

function remembered(): Theme {
  try {
    const kept = localStorage.getItem(KEY);
    return THEMES.find((each) => each === kept) ?? 'system';
  } catch {
    return 'system'; // storage may be forbidden
  }
}

let chosen = $state<Theme>(remembered());
const system = window.matchMedia('(prefers-color-scheme: dark)');
let systemIsDark = $state(system.matches);
system.addEventListener('change', (event) => (systemIsDark = event.matches));

export const theme = {
  get chosen(): Theme {
    return chosen;
  },
  get dark(): boolean {
    return chosen === 'system' ? systemIsDark : chosen !== 'light';
  },
  get wallboard(): boolean {
    return chosen === 'wallboard';
  },
};

export function applyTheme(): void {
  if (chosen === 'system') delete document.documentElement.dataset['theme'];
  else document.documentElement.dataset['theme'] = chosen;
}

export function chooseTheme(next: Theme): void {
  chosen = next;
  applyTheme();
  try {
    localStorage.setItem(KEY, next);
  } catch {
    // It holds until the page is closed.
  }
}
