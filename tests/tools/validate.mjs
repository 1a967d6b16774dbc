// Reads manifests as a JSON list and validates each against the Kubernetes schemas. Kinds of other APIs are named and passed over.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const models = join(process.argv[2], "node_modules", "kubernetes-models");
let failed = false;
for (const manifest of JSON.parse(readFileSync(0, "utf8"))) {
  const name = `${manifest.kind}/${manifest.metadata?.name}`;
  const path = join(models, manifest.apiVersion, manifest.kind + ".js");
  if (!existsSync(path)) {
    console.log(`${name}: no schema for ${manifest.apiVersion}`);
    continue;
  }
  const Model = (await import(pathToFileURL(path)))[manifest.kind];
  try {
    new Model(manifest).validate();
    console.log(`${name}: valid`);
  } catch (e) {
    failed = true;
    console.log(`${name}: ${e.message}`);
  }
}
process.exitCode = failed ? 1 : 0;
