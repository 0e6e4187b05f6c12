// Whether a part of a page can be seen, or nearly: what nobody looks at need not be asked for.
//
// Law: it is measured when it is read, since what stands above may have grown just now, of which
// the browser tells only with its next frame; and whatever is read wrong is read again.

/** How far outside the window counts as seen, so that an answer is there when it is reached. */
const MARGIN_PX = 200;
/** By how much a measure and the browser's own may differ. */
const ROUNDED_PX = 1;

export interface Sight {
  readonly seen: boolean;
  /** Watch this element: `{@attach sight.watch}`. */
  watch(element: Element): () => void;
}

export function sight(): Sight {
  let told = $state(0);
  let toldSeen = false;
  let watched: Element | null = null;
  const observer = new IntersectionObserver(
    (entries) => {
      toldSeen = entries.at(-1)?.isIntersecting ?? toldSeen;
      told += 1;
    },
    { rootMargin: `${MARGIN_PX}px` },
  );
  return {
    get seen() {
      void told;
      if (!watched) return false;
      const { top, bottom } = watched.getBoundingClientRect();
      const reach = MARGIN_PX + ROUNDED_PX;
      const seen = bottom >= -reach && top <= window.innerHeight + reach;
      if (!seen && toldSeen) {
        // It may be back before the browser has noticed that it was gone, and would tell nothing.
        observer.unobserve(watched);
        observer.observe(watched);
      }
      return seen;
    },
    watch(element) {
      watched = element;
      observer.observe(element);
      return () => {
        observer.disconnect();
        watched = null;
      };
    },
  };
}
