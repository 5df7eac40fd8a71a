// Checks each dashboard of the parent directory against the types in dashboard.ts. To test the check
// itself, it also checks that planted faults in the same dashboards are found.

import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { faults } from './faults.js';

const check = dirname(fileURLToPath(import.meta.url));
const folder = dirname(check);

/** In-memory sources by path. */
const sources = new Map();

function addSource(name, dashboard) {
  const path = join(check, `${name}.json.ts`);
  const json = JSON.stringify(dashboard, null, 2);
  sources.set(
    path,
    `import type { Dashboard } from './dashboard';\nexport const dashboard: Dashboard =\n${json};\n`,
  );
  return path;
}

function compile() {
  const options = {
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    noEmit: true,
    skipLibCheck: true,
    strict: true,
    target: ts.ScriptTarget.ES2022,
    types: [],
  };
  const host = ts.createCompilerHost(options);
  const { fileExists, getSourceFile } = host;
  host.fileExists = (path) => sources.has(path) || fileExists(path);
  host.getSourceFile = (path, ...rest) =>
    sources.has(path)
      ? ts.createSourceFile(path, sources.get(path), options.target)
      : getSourceFile(path, ...rest);
  return ts.createProgram([...sources.keys()], options, host);
}

/** Findings in a file, one text for each; empty if there are none. */
function findings(program, path) {
  const file = program.getSourceFile(path);
  return [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)].map(
    (finding) => {
      // Line in the JSON: two lines of TypeScript precede it.
      const line = file.getLineAndCharacterOfPosition(finding.start ?? 0).line - 1;
      return `line ${line}: ${ts.flattenDiagnosticMessageText(finding.messageText, '\n  ')}`;
    },
  );
}

const names = readdirSync(folder).filter(
  (name) => name.endsWith('.json') && !name.startsWith('package'),
);
const dashboards = names.map((name) => [
  name,
  JSON.parse(readFileSync(join(folder, name), 'utf8')),
]);
const sound = dashboards.map(([name, dashboard]) => [name, addSource(name, dashboard)]);
const faulty = dashboards.flatMap(([name, dashboard]) =>
  faults(dashboard).map(([fault, copy], index) => [
    `${name}: ${fault}`,
    addSource(`${name}-${index}`, copy),
  ]),
);

const program = compile();
const problems = program
  .getOptionsDiagnostics()
  .concat(program.getGlobalDiagnostics())
  .map((finding) => ts.flattenDiagnosticMessageText(finding.messageText, '\n'));
problems.push(...findings(program, join(check, 'dashboard.ts')).map((it) => `dashboard.ts: ${it}`));
for (const [name, path] of sound) {
  problems.push(...findings(program, path).map((finding) => `${name}: ${finding}`));
}
for (const [fault, path] of faulty) {
  if (findings(program, path).length === 0) {
    problems.push(`a fault was not found: ${fault}`);
  }
}

if (names.length === 0) {
  problems.push('no dashboards found');
}
if (problems.length > 0) {
  console.error(problems.join('\n'));
  process.exit(1);
}
console.log(
  `dashboards: ${names.join(', ')} fit @grafana/schema; ${faulty.length} planted faults were found`,
);
