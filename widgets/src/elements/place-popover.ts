const gap = 4;

/** The style sheet alone does it. */
const isPlaced = CSS.supports('position-area', 'block-end span-inline-end');

/** Below the trigger, or above where there is more room; within the viewport, at the trigger's start. By CSSOM only. */
export function placePopover(popover: HTMLElement, trigger: HTMLElement): void {
  if (isPlaced) return;
  const box = trigger.getBoundingClientRect();
  const { clientWidth, clientHeight } = document.documentElement;
  const { style } = popover;
  style.setProperty('position-area', 'none');
  style.maxBlockSize = '';
  const { width, height } = popover.getBoundingClientRect();
  const below = clientHeight - box.bottom - 2 * gap;
  const above = box.top - 2 * gap;
  const isBelow = height <= below || below >= above;
  const isRtl = getComputedStyle(popover).direction === 'rtl';
  const start = isRtl ? box.right - width : box.left;
  style.maxBlockSize = `${isBelow ? below : above}px`;
  style.top = isBelow ? `${box.bottom + gap}px` : 'auto';
  style.bottom = isBelow ? 'auto' : `${clientHeight - box.top + gap}px`;
  style.left = `${Math.max(gap, Math.min(start, clientWidth - width - gap))}px`;
}
