/**
 * The page in a `<widget-frame>`, after the script that brings the widgets. Whoever may be around it is the server's to
 * say (`frame-ancestors`), and stands in the page; nobody else is spoken to or listened to.
 */
import { over, type FromInside, type FromPage, type Hello } from './frame-messages.ts';
import type { GetToken } from './core/token.ts';

type Widget = HTMLElement & { getToken: GetToken };

const colours = 'bg fg muted border control accent accent-fg danger'.split(' ');
const looks = [...colours, 'radius', 'space', 'font', 'row', 'list-height'].map((name) => `--org-w-${name}`);
looks.push('color-scheme');

const { widget = '', around = '' } = document.body.dataset;

if (parent !== window && around) {
  addEventListener('message', begin);
  parent.postMessage({ tenantryLooks: looks } satisfies Hello, around);
}

function begin({ source, origin, data, ports: [port] }: MessageEvent): void {
  if (source !== parent || origin !== around || data !== over || !port) return;
  removeEventListener('message', begin); // one port, whatever comes later
  show(port);
}

function show(port: MessagePort): void {
  const element = document.createElement(widget) as Widget;
  const tell = (message: FromInside) => port.postMessage(message);

  const asked = new Map<number, { resolve: (token: string) => void; reject: (why: Error) => void }>();
  let count = 0;
  element.getToken = ({ fresh }) =>
    new Promise((resolve, reject) => {
      asked.set(++count, { resolve, reject });
      tell({ type: 'token', id: count, fresh });
    });

  const retries = new Map<number, () => void>();
  const dispatch = element.dispatchEvent;
  // Whatever it is called: the page hears of everything that the widget says to its own.
  element.dispatchEvent = (event) => {
    if (event instanceof CustomEvent) {
      const { retry, ...detail } = (event.detail ?? {}) as { retry?: () => void };
      if (retry) retries.set(++count, retry);
      const text = JSON.stringify(detail, (key, value: unknown) => (key === 'cause' ? undefined : value));
      tell({ type: 'event', name: event.type, detail: JSON.parse(text), ...(retry && { retry: count }) });
    }
    return dispatch.call(element, event);
  };

  port.onmessage = ({ data }: MessageEvent<FromPage>) => {
    if (data.type === 'token') {
      const { id, token, isOffline } = data;
      if (token) asked.get(id)?.resolve(token);
      else asked.get(id)?.reject(isOffline ? new TypeError('offline') : new Error('no token'));
      asked.delete(id);
    } else if (data.type === 'retry') retries.get(data.retry)?.();
    else describe(element, data);
    if (!element.isConnected) document.body.append(element);
  };

  const root = element.shadowRoot!;
  const isOpen = () => root.querySelector(':popover-open, dialog[open]') !== null;
  const measure = () => {
    const height = Math.ceil(document.body.getBoundingClientRect().height) - 8;
    tell({ type: 'size', height, isOpen: isOpen(), title: element.getAttribute('label') ?? document.title });
  };
  new ResizeObserver(measure).observe(document.body);
  new MutationObserver(measure).observe(root, { subtree: true, attributeFilter: ['open'] });
  root.addEventListener('toggle', measure, true);
  // A press on the page around closes what a press beside it would.
  addEventListener('blur', () => {
    for (const popover of root.querySelectorAll<HTMLElement>('[popover]:popover-open')) {
      if (popover.popover === 'auto') popover.hidePopover();
    }
  });
}

/** Only what the widget knows as its own, and never where its server is. */
function describe(element: HTMLElement, { attributes, looks: values }: FromPage & { type: 'attributes' }): void {
  const { observedAttributes } = element.constructor as unknown as { observedAttributes: string[] };
  for (const name of ['theme', ...observedAttributes]) {
    const value = attributes[name];
    if (name === 'base-url' || value === (element.getAttribute(name) ?? undefined)) continue;
    if (value === undefined) element.removeAttribute(name);
    else element.setAttribute(name, value);
  }
  const { style } = document.documentElement;
  for (const name of looks) style.setProperty(name, values[name] ?? '');
}
