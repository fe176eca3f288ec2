/**
 * Completes package-lock.json after `npm install`. With a registry mirror that lacks a package's builds for other platforms, npm omits
 * their entries, and `npm ci` then refuses the lock file. This script adds an entry with its platform for each missing optional build; npm
 * skips it on other platforms.
 *
 * Run `npm run lock` after every change of dependencies, then try `npm ci` in an empty folder.
 */
import { readFileSync, writeFileSync } from 'node:fs';

interface Entry {
  version?: string;
  optionalDependencies?: Record<string, string>;
  dev?: boolean;
  optional?: boolean;
  os?: string[];
  cpu?: string[];
  libc?: string[];
}

const systems = ['darwin', 'linux', 'win32', 'windows', 'freebsd', 'android', 'openharmony', 'openbsd', 'netbsd', 'sunos', 'aix'];
const processors = ['arm64', 'x64', 'ia32', 'arm', 'ppc64', 's390x', 'riscv64', 'loong64', 'mips64el', 'wasm32'];

/** Returns the platform in a package's name, in npm's terms. */
function platformOf(name: string): Pick<Entry, 'os' | 'cpu' | 'libc'> {
  const words = name.split(/[-/@]/);
  const os = systems.find((s) => words.includes(s));
  const cpu = processors.find((p) => words.includes(p));
  if (!os && !cpu) throw new Error(`${name} is missing from the lock file and is no platform build: run npm install again`);
  return {
    ...(os && { os: [os === 'windows' ? 'win32' : os] }),
    ...(cpu && { cpu: [cpu] }),
    ...(words.some((w) => w.startsWith('musl')) && { libc: ['musl'] }),
    ...(words.some((w) => w.startsWith('gnu')) && os === 'linux' && { libc: ['glibc'] }),
  };
}

const path = 'package-lock.json';
const lock = JSON.parse(readFileSync(path, 'utf8')) as { packages: Record<string, Entry> };
let added = 0;
for (const [where, entry] of Object.entries(lock.packages)) {
  for (const [name, version] of Object.entries(where === '' ? {} : (entry.optionalDependencies ?? {}))) {
    if (lock.packages[`node_modules/${name}`] ?? lock.packages[`${where}/node_modules/${name}`]) continue;
    lock.packages[`node_modules/${name}`] = {
      version: version.replace(/^[\^~]/, ''),
      ...platformOf(name),
      ...(entry.dev && { dev: true }),
      optional: true,
    };
    added += 1;
  }
}
lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : 1)));
writeFileSync(path, `${JSON.stringify(lock, null, 2)}\n`);
console.log(`package-lock.json: ${String(added)} platform builds added`);
