/** Answers what calls it off. Safari has had no `requestIdleCallback` for long. */
export function whenIdle(start: () => void): () => void {
  if (!('requestIdleCallback' in globalThis)) {
    const timer = setTimeout(start, 1_000);
    return () => clearTimeout(timer);
  }
  const request = requestIdleCallback(start, { timeout: 10_000 });
  return () => cancelIdleCallback(request);
}
