/** The compiler over some files of a checkout, and what it says of them alone. */
import { readFileSync } from 'node:fs';
import path from 'node:path';

import ts from 'typescript';

/** Of packages, which all checkouts share: most of what a program consists of. */
const ofPackages = new Map<string, ts.SourceFile | undefined>();

/**
 * @param files paths below the checkout; whatever they import is read, and what stands there counts
 * @returns what is wrong, by file
 */
export function complaints(checkout: string, files: readonly string[]): Record<string, string[]> {
  const { config } = ts.readConfigFile(path.join(checkout, 'tsconfig.json'), (file) => readFileSync(file, 'utf8')) as {
    config: { compilerOptions: object };
  };
  // Those of the pages as well: the registries there import components, of which the compiler knows that they are some.
  const { options } = ts.convertCompilerOptionsFromJson(
    { ...config.compilerOptions, lib: ['es2024', 'dom', 'dom.iterable'], types: ['node', 'svelte'] },
    checkout,
  );
  const host = ts.createCompilerHost(options);
  const read = host.getSourceFile.bind(host);
  host.getSourceFile = (name, ...rest) => {
    if (!name.includes('/node_modules/')) return read(name, ...rest);
    if (!ofPackages.has(name)) ofPackages.set(name, read(name, ...rest));
    return ofPackages.get(name);
  };
  const program = ts.createProgram(
    [...files, 'web/src/app.d.ts'].map((file) => path.join(checkout, file)),
    options,
    host,
  );
  const said = files.map((file): [string, string[]] => {
    const source = program.getSourceFile(path.join(checkout, file));
    const diagnostics = source ? [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)] : [];
    return [file, source ? diagnostics.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n')) : ['is not there']];
  });
  return Object.fromEntries(said.filter(([, words]) => words.length > 0));
}
