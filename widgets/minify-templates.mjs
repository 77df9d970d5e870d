/**
 * An esbuild plugin: what stands in `html` and `css` templates is text to a minifier, so it is made smaller here. In HTML
 * any white space becomes one space, which is what a browser makes of it; style sheets are esbuild's own to minify.
 */
import { readFile } from 'node:fs/promises';
import { transform } from 'esbuild';
import ts from 'typescript';

export const minifyTemplates = {
  name: 'minify-templates',
  setup(build) {
    build.onLoad({ filter: /[\\/]src[\\/]elements[\\/].*\.ts$/ }, async ({ path }) => ({
      contents: await minified(await readFile(path, 'utf8')),
      loader: 'ts',
    }));
  },
};

async function minified(source) {
  const parts = [];
  const visit = (node) => {
    if (ts.isTaggedTemplateExpression(node)) parts.push(...piecesOf(node));
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile('source.ts', source, ts.ScriptTarget.ES2022, true));
  let text = source;
  for (const { start, end, kind } of parts.sort((a, b) => b.start - a.start)) {
    text = text.slice(0, start) + (await smaller(kind, text.slice(start, end))) + text.slice(end);
  }
  return text;
}

/** Where the text of a template stands, between its placeholders. A style sheet with placeholders is left as it is. */
function piecesOf({ tag, template }) {
  const kind = tag.getText();
  if (kind !== 'html' && kind !== 'css') return [];
  if (ts.isNoSubstitutionTemplateLiteral(template)) {
    return [{ kind, start: template.getStart() + 1, end: template.getEnd() - 1 }];
  }
  if (kind === 'css') return [];
  return [template.head, ...template.templateSpans.map(({ literal }) => literal)].map((piece) => ({
    kind,
    start: piece.getStart() + 1,
    end: piece.getEnd() - (ts.isTemplateTail(piece) ? 1 : 2),
  }));
}

async function smaller(kind, text) {
  if (kind === 'html') return text.replace(/\s+/g, ' ');
  const { code } = await transform(text, { loader: 'css', minify: true, target: 'es2022', logLevel: 'error' });
  if (/`|\$\{/.test(code)) throw new Error('A style sheet cannot have ` or ${ in it');
  return code.trim();
}
