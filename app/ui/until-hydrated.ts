/**
 * The events for which React hydrates at once instead of when it is ready. While Remix still decodes the page's data, React
 * cannot: it throws error 345, and the click is lost.
 */
const impatient = (
  'auxclick change click compositionend compositionstart contextmenu copy cut dblclick dragend dragstart drop input ' +
  'keydown keypress keyup mousedown mouseup paste pointercancel pointerdown pointerup reset submit textInput touchcancel ' +
  'touchend touchstart'
).split(' ');

/**
 * Keeps them from React until the page is hydrated. The browser still acts on them: until then the page is the one that
 * works without scripts. Answers how to let them through.
 */
export function holdEvents(): () => void {
  const hold = (event: Event) => event.stopImmediatePropagation();
  for (const type of impatient) window.addEventListener(type, hold, { capture: true });
  return () => {
    for (const type of impatient) window.removeEventListener(type, hold, { capture: true });
  };
}
