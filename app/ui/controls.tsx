import type { InputHTMLAttributes, SelectHTMLAttributes, TextareaHTMLAttributes } from 'react';
import { classes } from './classes.ts';
import { useControl } from './field.tsx';
import { Icon } from './icons.tsx';

const box =
  'w-full rounded-md border border-control bg-surface px-3 text-14 text-fg transition-colors placeholder:text-muted hover:border-fg/60 aria-invalid:border-danger focus-visible:outline-offset-0 focus-visible:border-focus focus-visible:rounded-md';

type Input = Omit<InputHTMLAttributes<HTMLInputElement>, 'id' | 'name'> & {
  /** A fixed text in front, such as `app.example.com/o/`. */
  prefix?: string;
};

/** One line of text, inside a `Field`. `<TextInput type="email" autoComplete="email" />` */
export function TextInput({ prefix, className, defaultValue, ...rest }: Input) {
  const { wiring, typed } = useControl();
  const initial = rest.value === undefined ? (typed ?? defaultValue) : undefined;
  const input = (
    <input
      type="text"
      {...rest}
      {...wiring}
      defaultValue={initial}
      className={classes(box, 'h-9', prefix !== undefined && 'rounded-l-none', className)}
    />
  );
  if (prefix === undefined) return input;
  return (
    <div className="flex">
      <span className="flex items-center rounded-l-md border border-r-0 border-control bg-sunken px-3 text-13 text-muted">
        {prefix}
      </span>
      {input}
    </div>
  );
}

/** A file, inside a `Field`. `<FileInput accept="image/png" />` */
export function FileInput(props: Omit<InputHTMLAttributes<HTMLInputElement>, 'id' | 'name' | 'type'>) {
  const { wiring } = useControl();
  return (
    <input
      type="file"
      {...props}
      {...wiring}
      className="w-full min-w-0 rounded-md text-13 text-muted file:mr-3 file:h-9 file:rounded-md file:border file:border-solid file:border-control/60 file:bg-surface file:px-3.5 file:font-medium file:text-fg hover:file:bg-sunken"
    />
  );
}

type Area = Omit<TextareaHTMLAttributes<HTMLTextAreaElement>, 'id' | 'name'>;

/** Several lines, inside a `Field`; grows with what is typed where the browser can. `<TextArea rows={3} />` */
export function TextArea({ className, defaultValue, ...rest }: Area) {
  const { wiring, typed } = useControl();
  return (
    <textarea
      rows={3}
      {...rest}
      {...wiring}
      defaultValue={rest.value === undefined ? (typed ?? defaultValue) : undefined}
      className={classes(box, 'field-sizing-content max-h-80 min-h-20 py-2', className)}
    />
  );
}

type Options = Omit<SelectHTMLAttributes<HTMLSelectElement>, 'id' | 'name'> & {
  options: readonly { value: string; label: string }[];
};

/** One of a few, the browser's own list, inside a `Field`. `<Select options={roles} defaultValue="member" />` */
export function Select({ options, className, defaultValue, ...rest }: Options) {
  const { wiring, typed } = useControl();
  return (
    <div className="relative">
      <select
        {...rest}
        {...wiring}
        defaultValue={typed ?? defaultValue}
        className={classes(box, 'h-9 appearance-none pr-9', className)}
      >
        {options.map(({ value, label }) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </select>
      <Icon name="down" className="pointer-events-none absolute top-2.5 right-3 text-muted" />
    </div>
  );
}
