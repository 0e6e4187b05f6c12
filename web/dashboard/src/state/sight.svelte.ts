// Whether a part of a page can be seen, or nearly: what nobody looks at need not be asked for.
//
// Law: a browser that cannot tell shows everything as seen.

/** How far outside the window counts as seen, so that an answer is there when it is reached. */
const MARGIN = '200px';

export interface Sight {
  readonly seen: boolean;
  /** Watch this element: `{@attach sight.watch}`. */
  watch(element: Element): () => void;
}

export function sight(): Sight {
  let seen = $state(!('IntersectionObserver' in window));
  return {
    get seen() {
      return seen;
    },
    watch(element) {
      const observer = new IntersectionObserver(
        (entries) => {
          seen = entries.at(-1)?.isIntersecting ?? seen;
        },
        { rootMargin: MARGIN },
      );
      observer.observe(element);
      return () => observer.disconnect();
    },
  };
}
