// Prints what @terrazzo/parser resolves: a line of JSON for each resolver of dtcg-examples and each input given on the command line, as
// `github-primer {"theme": "dark"}`.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";

const home = join(process.env.COS_INTEROP_DIR, "theme", "package.json");
const require = createRequire(home);
const { defineConfig, parse } = await import(pathToFileURL(require.resolve("@terrazzo/parser")));
const systems = join(dirname(home), "node_modules", "dtcg-examples");

// Its lints judge style; only whether values resolve is asked for here.
const config = defineConfig({ lint: { rules: {} } }, { cwd: pathToFileURL(`${systems}/`) });
for (const rule of Object.keys(config.lint.rules)) config.lint.rules[rule] = ["off"];

for (let at = 2; at < process.argv.length; at += 2) {
  const filename = pathToFileURL(join(systems, `${process.argv[at]}.resolver.json`));
  const req = async (source) => readFileSync(source, "utf8");
  try {
    const { resolver } = await parse([{ filename, src: readFileSync(filename, "utf8") }], { config, req });
    const resolved = resolver.apply(JSON.parse(process.argv[at + 1]));
    const tokens = Object.entries(resolved).map(([path, token]) => [path, { type: token.$type, value: token.$value }]);
    console.log(JSON.stringify(Object.fromEntries(tokens)));
  } catch (error) {
    // What it refuses has no tokens.
    console.log(JSON.stringify(String(error.message).split("\n")[0]));
  }
}
