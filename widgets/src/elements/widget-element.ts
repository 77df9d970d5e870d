import { render, type TemplateResult } from 'lit/html.js';

/** Marks a style sheet for editors and for the build, which makes it smaller. */
export const css = String.raw;

/**
 * What the widgets need of an element, and no more: Lit's own base class would be a fifth of all that a page may load for
 * one. Texts and flags live in their attributes, as with the browser's own elements; a value has none. However much
 * changes at once, it is drawn once.
 */
export abstract class WidgetElement extends HTMLElement {
  static styles: string;
  /** By property. The attribute's name follows: `baseUrl` is `base-url`. */
  static props: Record<string, 'text' | 'flag' | 'value'>;

  readonly root = this.attachShadow({ mode: 'open' });
  #values: Record<string, unknown> = {};
  #changed = new Set<string>();
  #drawing: Promise<void> | undefined;

  constructor() {
    super();
    const { styles, props } = this.constructor as typeof WidgetElement;
    this.root.adoptedStyleSheets = [sheetOf(styles)];
    // A property that was set before there was a class hides the accessor.
    for (const name of Object.keys(props)) {
      const own = this as Record<string, unknown>;
      if (!Object.hasOwn(own, name)) continue;
      const given = own[name];
      delete own[name];
      own[name] = given;
    }
  }

  /** Read once, when the class is defined. */
  static get observedAttributes(): string[] {
    return Object.entries(this.props).map(([name, kind]) => {
      const attribute = name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
      Object.defineProperty(this.prototype, name, {
        configurable: true,
        enumerable: true,
        get(this: WidgetElement) {
          if (kind === 'value') return this.#values[name];
          return kind === 'flag' ? this.hasAttribute(attribute) : (this.getAttribute(attribute) ?? undefined);
        },
        set(this: WidgetElement, value: unknown) {
          if (kind === 'value') {
            this.#values[name] = value;
            this.change(name);
          } else if (kind === 'flag' ? value : value !== undefined && value !== null) {
            this.setAttribute(attribute, kind === 'flag' ? '' : String(value));
          } else this.removeAttribute(attribute);
        },
      });
      return attribute;
    });
  }

  connectedCallback(): void {
    this.change('connected');
  }

  attributeChangedCallback(name: string, before: string | null, now: string | null): void {
    if (before !== now) this.change(name);
  }

  /** Draws soon. `name`: what `update` is told of, an attribute or the property of a value. */
  change(name = ''): void {
    this.#changed.add(name);
    this.#drawing ??= Promise.resolve().then(() => {
      this.#drawing = undefined;
      if (!this.isConnected) return;
      const changed = this.#changed;
      this.#changed = new Set();
      this.update(changed);
      const focused = this.root.activeElement;
      render(this.render(), this.root);
      this.drawn(focused);
    });
  }

  /** Resolves when everything that changed by now is drawn. */
  get updateComplete(): Promise<void> {
    return this.#drawing ?? Promise.resolve();
  }

  protected abstract update(changed: ReadonlySet<string>): void;
  protected abstract render(): TemplateResult;
  /** `focused`: what had the focus before. */
  protected abstract drawn(focused: Element | null): void;
}

const sheets = new Map<string, CSSStyleSheet>();

/** Constructed, so that no policy of a page bars it; one for all elements of a class. */
export function sheetOf(styles: string): CSSStyleSheet {
  let sheet = sheets.get(styles);
  if (!sheet) {
    sheets.set(styles, (sheet = new CSSStyleSheet()));
    sheet.replaceSync(styles);
  }
  return sheet;
}
