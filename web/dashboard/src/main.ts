import { mount } from 'svelte';
import 'uplot/dist/uPlot.min.css';
import './styles/tokens.css';
import './styles/elements.css';
import App from './App.svelte';
import { PAGES } from './shell/pages';
import { place } from './state/place.svelte';

// The page's own file comes while the server says who is signed in; who opens it tells if it fails.
PAGES.find((each) => each.id === place.now.page)
  ?.load()
  .catch(() => undefined);

const target = document.getElementById('app');
if (!target) throw new Error('index.html has no #app');
mount(App, { target });
