const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** For the few pages that are written without React: text as a part of HTML, or of an attribute in quotes. */
export const escaped = (text: string): string => text.replace(/[&<>"']/g, (each) => entities[each]!);
