import { useEffect, useRef, useState, type ReactNode } from 'react';
import { failureText } from '#app/i18n/failure-text.ts';
import { useT } from '#app/i18n/react.tsx';
import { Field } from './field.tsx';
import { FileInput } from './controls.tsx';

export const mostKilobytes = 500;

type ImagePickerProps = {
  name: string;
  label: string;
  /** The picture as it is, and as it would be with what was chosen: `src` is a data URL then. */
  picture: (src: string | undefined) => ReactNode;
};

/** Chooses a picture, and shows it at once where scripts run. Inside a `PostForm upload`. */
export function ImagePicker({ name, label, picture }: ImagePickerProps) {
  const t = useT();
  const [chosen, setChosen] = useState<string>();
  const [tooLarge, setTooLarge] = useState(false);

  const box = useRef<HTMLDivElement>(null);

  // Who was quicker than the scripts has chosen already.
  useEffect(() => show(box.current?.querySelector('input')?.files?.[0]), []);

  function show(file: File | undefined) {
    const isTooLarge = file !== undefined && file.size > mostKilobytes * 1024;
    setTooLarge(isTooLarge);
    setChosen(undefined);
    if (!file || isTooLarge) return;
    const reader = new FileReader();
    reader.onload = () => setChosen(String(reader.result));
    reader.readAsDataURL(file);
  }

  const error = tooLarge ? failureText(t, { code: 'image-too-large', values: { max: mostKilobytes } }) : undefined;
  return (
    <div ref={box} className="flex items-start gap-4">
      {picture(chosen)}
      <div className="min-w-0 flex-1">
        <Field name={name} label={label} help={t.images.help} {...(error !== undefined && { error })}>
          <FileInput accept="image/png,image/jpeg,image/webp" onChange={({ target }) => show(target.files?.[0])} />
        </Field>
      </div>
    </div>
  );
}
