import {
  chmodSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { describe, expect, it } from 'vitest';
import { setVariables } from '#scripts/logto-setup/environment-file.ts';
import { readSavedFile, writeSavedFile } from '#scripts/logto-setup/saved-file.ts';
import { folder } from './stage.ts';

const set = (text: string, values: Record<string, string>) => setVariables(text, values, 'Added');

describe('setting values in the text of a .env file', () => {
  it.each([
    ['an empty file', '', '# Added\nID=new\n'],
    ['an empty value', 'A=1\nID=\nB=2\n', 'A=1\nID=new\nB=2\n'],
    ['a value', 'ID=old\n', 'ID=new\n'],
    ['the same value', '# mine\nID=new # keep\n', '# mine\nID=new # keep\n'],
    ['no line end at the end', 'A=1', 'A=1\n\n# Added\nID=new\n'],
    ['no line end after the value', 'ID=old', 'ID=new'],
    ['CRLF', 'A=1\r\nID=old\r\nB=2\r\n', 'A=1\r\nID=new\r\nB=2\r\n'],
    ['CRLF, appended', 'A=1\r\n', 'A=1\r\n\r\n# Added\r\nID=new\r\n'],
    ['export and spaces', '  export ID = old  # why\n', '  export ID = new  # why\n'],
    ['double quotes and a comment', 'ID="o # ld" # why\n', 'ID=new # why\n'],
    ['single quotes', "ID='old'\n", 'ID=new\n'],
    ['backticks', 'ID=`old`\n', 'ID=new\n'],
    ['a comment without a space', 'ID=old#why\n', 'ID=new #why\n'],
    ['several of a name: the last counts', 'ID=one\nID=two\n', 'ID=one\nID=new\n'],
    ['a commented one', '#ID=old\n', '#ID=old\n\n# Added\nID=new\n'],
    ['a longer name', 'MY_ID=1\nIDS=2\n', 'MY_ID=1\nIDS=2\n\n# Added\nID=new\n'],
    ['a look-alike inside quotes', 'TEXT="\nID=inside\n"\nB=1\n', 'TEXT="\nID=inside\n"\nB=1\n\n# Added\nID=new\n'],
    ['an unclosed quote', 'A="open\nID=old\n', 'A="open\nID=new\n'],
    [
      'values of others with all that hurts',
      'A=$B${C}\nB="#"\nID=old\nC=\'a"b\'\n',
      'A=$B${C}\nB="#"\nID=new\nC=\'a"b\'\n',
    ],
    ['a value that begins with a dollar', 'ID=$OTHER\n', 'ID=new\n'],
    // Node reads these together with the line that follows them.
    ['an indented comment at the end', 'A=1\n  # mine\n', 'ID=new\nA=1\n  # mine\n'],
    ['a stray word at the end', 'A=1\nstray\n', 'ID=new\nA=1\nstray\n'],
  ])('%s', (_, before, after) => {
    const text = set(before, { ID: 'new' });
    expect(text).toBe(after);
    expect(parseEnv(text)).toEqual({ ...parseEnv(before), ID: 'new' });
    expect(set(text, { ID: 'new' })).toBe(text);
  });

  it.each([
    'a#b',
    'a b',
    ' a ',
    "it's",
    'say "x"',
    '$HOME',
    'a\\nb',
    'a=b',
    '`',
    'ñ',
    'x'.repeat(5000),
    '"\'',
    '#',
    '',
  ])('what is written is what Node reads: %j', (value) => {
    expect(parseEnv(set('A=1\n', { ID: value }))).toEqual({ A: '1', ID: value });
    expect(parseEnv(set('ID="old" # c\nA=1\n', { ID: value }))).toEqual({ A: '1', ID: value });
  });

  it('refuses what it cannot write so that Node reads it back', () => {
    expect(() => set('A=1\n', { ID: `a'"\`#` })).toThrow('ID cannot be set in the file');
  });

  it('puts all that is new under one heading', () => {
    expect(set('A=1\n', { ID: 'x', KEY: 'y' })).toBe('A=1\n\n# Added\nID=x\nKEY=y\n');
  });

  // Every arrangement of lines that people write, in pairs and triples around the ones that are set.
  it('loses nothing in any arrangement', () => {
    const lines = [
      '',
      '# c',
      'A=1',
      'export B = "two # 2"  # c',
      "C='x\nID=y\nz'",
      'ID=old',
      'KEY="o"',
      'D=$ID#c',
      'E=',
    ];
    for (const one of lines)
      for (const two of lines)
        for (const three of lines)
          for (const end of ['\n', '\r\n', '']) {
            const before = [one, two, three].join(end || '\n') + end;
            const after = set(before, { ID: 'new', KEY: 'a#b' });
            expect(parseEnv(after)).toEqual({ ...parseEnv(before), ID: 'new', KEY: 'a#b' });
            for (const kept of [one, two, three].filter((line) => !/^(ID|KEY)=/.test(line))) {
              expect(after.replaceAll('\r', '')).toContain(kept);
            }
          }
  });
});

describe('the .env file', () => {
  it('is new for its owner only, and keeps the mode that it has', async () => {
    const path = join(folder(), '.env');
    await writeSavedFile(path, 'A=1\n');
    expect(statSync(path).mode & 0o777).toBe(0o600);
    chmodSync(path, 0o640);
    await writeSavedFile(path, 'A=2\n');
    expect(statSync(path).mode & 0o777).toBe(0o640);
    expect(readFileSync(path, 'utf8')).toBe('A=2\n');
  });

  it('stays a symbolic link, one to nothing too', async () => {
    const path = folder();
    mkdirSync(join(path, 'shared'));
    symlinkSync('shared/real', join(path, '.env'));
    for (const text of ['A=1\n', 'A=2\n']) {
      const saved = await readSavedFile(join(path, '.env'));
      await writeSavedFile(saved.target, text);
      expect(lstatSync(join(path, '.env')).isSymbolicLink()).toBe(true);
      expect(readFileSync(join(path, 'shared/real'), 'utf8')).toBe(text);
    }
    expect(readdirSync(path).sort()).toEqual(['.env', 'shared']);
  });

  it('that cannot be read as text is left alone', async () => {
    const path = join(folder(), '.env');
    writeFileSync(path, Buffer.from([0x41, 0x3d, 0xff, 0x0a]));
    await expect(readSavedFile(path)).rejects.toThrow('is not UTF-8');
    await expect(readSavedFile(folder())).rejects.toThrow('it is a folder');
    await expect(writeSavedFile(join(folder(), 'no', '.env'), 'A=1')).rejects.toThrow('its folder is not there');
  });
});
