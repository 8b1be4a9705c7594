#!/usr/bin/env node
// Writes bin/sbom.cdx.json, the bill of materials (CycloneDX) of what is delivered: the Go modules inside the server
// and the packages inside the SPA, each with its exact version and licence. Fails on a licence that is not allowed
// here, or not recognised: then somebody has to read it.
//
//   .ci/sbom.mjs     after the build
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const binary = "bin/elayanan";
const target = "bin/sbom.cdx.json";
const allowed = ["0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "ISC", "MIT", "MPL-2.0", "OFL-1.1", "Unlicense"];

// By words that only that licence has; the first that fits counts.
const marks = [
  ["MPL-2.0", /Mozilla Public License,? (v\.|version) ?2\.0/i],
  ["Apache-2.0", /Apache License\s+Version 2\.0/i],
  ["BSD-3-Clause", /Redistributions of source code[\s\S]*(neither the names?|names? of (its|the) (contributors|copyright))/i],
  ["BSD-2-Clause", /Redistributions of source code/i],
  ["ISC", /Permission to use, copy, modify, and\/?(or)? distribute this software/i],
  ["MIT", /Permission is hereby granted, free of charge/i],
  ["Unlicense", /free and unencumbered software released into the public domain/i],
];

const components = [...goModules(), ...webPackages()].sort((a, b) => (a.purl < b.purl ? -1 : 1));
const refused = components.filter(({ licenses: [{ license }] }) => !allowed.includes(license.id));
for (const { purl, licenses } of refused) console.log(`${purl}: ${licenses[0].license.id || "no licence recognised"}`);
if (refused.length) process.exit(1);

const version = run("git", "describe", "--always", "--dirty").trim();
const metadata = { component: { type: "application", name: "elayanan", version } };
const bill = { bomFormat: "CycloneDX", specVersion: "1.6", version: 1, metadata, components };
writeFileSync(target, `${JSON.stringify(bill, null, 2)}\n`);
for (const id of allowed) {
  const count = components.filter(({ licenses: [{ license }] }) => license.id === id).length;
  if (count) console.log(`${String(count).padStart(4)}  ${id}`);
}
console.log(`${components.length} components: ${target}`);

function goModules() {
  const folders = new Map(
    run("go", "list", "-m", "-f", "{{.Path}}\t{{.Dir}}", "all")
      .trim()
      .split("\n")
      .map((line) => line.split("\t")),
  );
  return run("go", "version", "-m", binary)
    .split("\n")
    .map((line) => line.split("\t"))
    .filter(([, kind]) => kind === "dep")
    .map(([, , path, version]) => component("golang", path, version, recognise(folders.get(path))));
}

function recognise(folder) {
  const file = readdirSync(folder).find((name) => /^(licen[cs]e|copying|unlicense)/i.test(name));
  const text = file ? readFileSync(join(folder, file), "utf8") : "";
  return marks.find(([, words]) => words.test(text))?.[0];
}

function webPackages() {
  const { components } = JSON.parse(run("npm", "--prefix", "frontend", "sbom", "--sbom-format", "cyclonedx", "--omit", "dev", "--package-lock-only"));
  return components.map(({ group, name, version, licenses = [] }) => {
    const [first] = licenses;
    // Where a package offers several licences, the first is taken.
    const id = first?.license?.id ?? first?.expression?.replace(/[()]/g, "").split(" OR ")[0];
    return component("npm", group ? `${group}/${name}` : name, version, id);
  });
}

function component(kind, name, version, id = "") {
  const purl = `pkg:${kind}/${name.replace("@", "%40")}@${version}`;
  return { type: "library", name, version, purl, licenses: [{ license: { id } }] };
}

function run(command, ...args) {
  return execFileSync(command, args, { encoding: "utf8", maxBuffer: 64 << 20, stdio: ["ignore", "pipe", "ignore"] });
}
