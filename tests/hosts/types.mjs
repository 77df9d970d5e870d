import { join } from 'node:path';
import ts from 'typescript';

/** What the compiler has to say of projects and of the widgets' declarations. One process: they share what they load. */
export function wrongTypes(projects) {
  const files = new Map();
  const host = ts.createCompilerHost({ target: ts.ScriptTarget.ES2022 });
  const { getSourceFile } = host;
  host.getSourceFile = (name, options, ...rest) => {
    const key = `${name} ${options.impliedNodeFormat}`;
    if (!files.has(key)) files.set(key, getSourceFile(name, options, ...rest));
    return files.get(key);
  };
  const found = projects.flatMap((project) => {
    const { config } = ts.readConfigFile(join(project, 'tsconfig.json'), ts.sys.readFile);
    const { options, fileNames } = ts.parseJsonConfigFileContent(config, ts.sys, project);
    const program = ts.createProgram(fileNames, options, host);
    const own = program
      .getSourceFiles()
      .filter(({ fileName }) => /widgets\/dist\/|tests\/hosts\/(?!.*node_modules)/.test(fileName));
    return [
      ...program.getOptionsDiagnostics(),
      ...own.flatMap((file) => [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)]),
    ];
  });
  return ts.formatDiagnostics(found, {
    getCanonicalFileName: (name) => name,
    getCurrentDirectory: () => '.',
    getNewLine: () => '\n',
  });
}
