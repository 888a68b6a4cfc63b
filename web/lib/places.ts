/** How long a page that is come back to may take until it is as long as it was. */
const patience = 4000;
/** Frames in which nothing moved it: what is loaded above has come. */
const calm = 20;

/**
 * Brings a page that is come back to by the browser's buttons to the place where it was left. The router puts it at its top, and the browser's own memory gives up
 * before the answers have made the page long enough. Whoever scrolls meanwhile is left alone.
 */
export function keepPlaces(): () => void {
  const places = new Map<string, number>();
  let stop = () => {};
  let isReturning = false;
  history.scrollRestoration = "manual";

  const remember = () => {
    if (!isReturning) places.set(entry(), window.scrollY);
  };
  const release = () => stop();

  function comeBack(): void {
    stop();
    const wanted = places.get(entry());
    if (wanted === undefined || wanted === 0) return;
    const until = performance.now() + patience;
    let still = 0;
    isReturning = true;
    let frame = requestAnimationFrame(function step() {
      const reachable = document.documentElement.scrollHeight - window.innerHeight >= wanted;
      still = reachable && Math.abs(window.scrollY - wanted) < 2 ? still + 1 : 0;
      if (reachable && still === 0) window.scrollTo(0, wanted);
      if (still >= calm || performance.now() > until) stop();
      else frame = requestAnimationFrame(step);
    });
    stop = () => {
      cancelAnimationFrame(frame);
      isReturning = false;
      stop = () => {};
    };
  }

  const listeners = [
    [window, "scroll", remember],
    [window, "click", remember],
    [window, "keydown", remember],
    [window, "popstate", comeBack],
    [window, "wheel", release],
    [window, "pointerdown", release],
    [window, "keydown", release],
  ] as const;
  for (const [target, name, act] of listeners) target.addEventListener(name, act, { capture: true, passive: true });
  return () => {
    stop();
    for (const [target, name, act] of listeners) target.removeEventListener(name, act, { capture: true });
  };
}

/** Two entries of the history may have the same address. */
function entry(): string {
  const state = history.state as { _routerIndex?: number } | null;
  return `${state?._routerIndex ?? 0} ${location.pathname}${location.search}`;
}
