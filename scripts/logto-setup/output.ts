/** What the terminal gets: plain text of at most 100 columns. */
const columns = () => Math.max(40, Math.min(100, process.stdout.columns || 100));

/** Breaks between words; a single long one, such as an address, stays whole so that it can be copied. */
export const wrap = (text: string, indent = '', hanging = indent): string => {
  const lines: string[] = [];
  let line = indent;
  for (const word of text.split(' ')) {
    const empty = line === indent || line === hanging;
    if (!empty && line.length + 1 + word.length > columns()) {
      lines.push(line);
      line = hanging + word;
    } else line += empty ? word : ` ${word}`;
  }
  return [...lines, line].join('\n');
};

export const say = (text = '', indent = '', hanging = indent): void => console.log(wrap(text, indent, hanging));

/** Who only wanted the first lines (`| head`) does not stop a set-up half way. */
export const outliveReaders = (): void => {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
    });
  }
};

/** Failures go whole, a line each: they are searched for and pasted. */
export const complain = (text: string): void => console.error(text);
