/**
 * What a key means in an editable combobox whose list completes what is typed: the table of the ARIA Authoring Practices
 * (https://www.w3.org/WAI/ARIA/apg/patterns/combobox/#keyboardinteraction). Typing selects the first option by itself, so
 * Down goes to the second then. Where the table leaves a choice:
 * - Escape clears the text first, and closes when there is none.
 * - Alt+Up closes; Alt+Down has nothing to open, because the list is there as long as the dialog is.
 * - Page keys move by what is in sight, and stop at the ends; arrows go round.
 */
export type KeyMeaning =
  /** The option to move to. */
  | number
  | 'choose'
  | 'clear'
  | 'close'
  /** Back into the text: the key is for the caret. */
  | 'text'
  /** Nothing, but the caret must not move either. */
  | 'stay'
  /** Not for the list. */
  | null;

export type ComboboxPlace = {
  /** Of the active option; -1 for none. */
  at: number;
  count: number;
  /** Options in sight. */
  page: number;
  text: string;
};

/** Half a word of an input method is not for us: 229 is what browsers say that do not say `isComposing` yet. */
export const isComposing = (event: KeyboardEvent): boolean => event.isComposing || event.keyCode === 229;

export function meaningOf(event: KeyboardEvent, { at, count, page, text }: ComboboxPlace): KeyMeaning {
  const { key, altKey } = event;
  if (isComposing(event) || event.ctrlKey || event.metaKey) return null;
  const last = count - 1;
  if (key === 'Escape') return text ? 'clear' : 'close';
  if (key === 'Enter') return at < 0 ? 'stay' : 'choose';
  if (altKey) return key === 'ArrowUp' ? 'close' : key === 'ArrowDown' ? 'stay' : null;
  if (key === 'ArrowDown') return at < last ? at + 1 : 0;
  if (key === 'ArrowUp') return at > 0 ? at - 1 : last;
  if (key === 'PageDown') return Math.min(Math.max(at, 0) + page, last);
  if (key === 'PageUp') return Math.max(Math.max(at, 0) - page, 0);
  return /^(Home|End|ArrowLeft|ArrowRight)$/.test(key) ? 'text' : null;
}

/** A closed switcher opens on what would be text, which then goes into the search. */
export const isText = (event: KeyboardEvent): boolean =>
  (event.key.length === 1 && event.key !== ' ' && !event.ctrlKey && !event.metaKey && !event.altKey) ||
  isComposing(event);
