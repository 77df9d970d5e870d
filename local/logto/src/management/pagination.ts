import { LogtoError } from '../errors.ts';
import { ok, type Call, type Reply } from './route.ts';

const DEFAULT_SIZE = 20;
const MAX_SIZE = 100;

interface Page {
  number: number;
  size: number;
}

function positive(text: string | null, fallback: number, max = Infinity): number {
  if (!text) return fallback;
  const value = Number(text);
  if (!(value > 0) || value > max || !Number.isFinite(value)) throw new LogtoError('guard.invalid_pagination', 400);
  return value;
}

function parsePage(query: URLSearchParams): Page {
  return { number: positive(query.get('page'), 1), size: positive(query.get('page_size'), DEFAULT_SIZE, MAX_SIZE) };
}

function links({ url, query }: Call, { number, size }: Page, total: number): string {
  const last = Math.ceil(total / size) || 1;
  const link = (page: number, rel: string) => {
    const search = new URLSearchParams(query);
    search.set('page', String(page));
    return `<${url.origin}${url.pathname}?${search}>; rel="${rel}"`;
  };
  return [
    link(1, 'first'),
    link(last, 'last'),
    ...(number > 1 ? [link(number - 1, 'prev')] : []),
    ...(number < last ? [link(number + 1, 'next')] : []),
  ].join(', ');
}

/** A page of a list. `render` runs for the rows of the page only. */
export function paged<T>(call: Call, rows: T[], render: (row: T) => unknown = (row) => row): Reply {
  const page = parsePage(call.query);
  const offset = Math.round((page.number - 1) * page.size);
  const ordered = call.tenant.lists.shuffled ? shuffled(rows) : rows;
  const body = ordered.slice(offset, offset + Math.round(page.size)).map(render);
  return ok(body, { 'total-number': String(rows.length), link: links(call, page, rows.length) });
}

function shuffled<T>(rows: readonly T[]): T[] {
  const others = [...rows];
  for (let last = others.length - 1; last > 0; last--) {
    const any = Math.floor(Math.random() * (last + 1));
    [others[last], others[any]] = [others[any] as T, others[last] as T];
  }
  return others;
}

/** All rows and no headers when neither parameter is given; a page otherwise. */
export function optionallyPaged<T>(call: Call, rows: T[], render: (row: T) => unknown = (row) => row): Reply {
  if (!call.query.get('page') && !call.query.get('page_size')) return ok(rows.map(render));
  return paged(call, rows, render);
}
