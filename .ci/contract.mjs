#!/usr/bin/env node
// Sends to every operation of the OpenAPI document what it asks for, and what it does not ask for, as a guest, an
// applicant, an officer and an admin, and fails when an answer is a 5xx or one that the document does not tell of:
//
//   .ci/contract.mjs PYTHON     that has schemathesis; after the build
//
// The server is started for it, in demo mode, on a data folder of its own. What schemathesis sends follows from a seed,
// so that a failure can be repeated; its own report tells how.
import { execFileSync, spawn } from "node:child_process";
import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as pause } from "node:timers/promises";

const [python] = process.argv.slice(2);
const port = execFileSync(".ci/free-port.mjs", { encoding: "utf8" }).trim();
const server = `http://127.0.0.1:${port}`;
const api = `${server}/api/v1`;
const folder = mkdtempSync(join(tmpdir(), "elayanan-contract-"));
const document = join(folder, "openapi.json");
const password = "empat gajah menyeberang sungai";

// Everything once as an admin, who gets furthest: each border of each value. The others get a few of each, the same.
const everything = ["--phases", "coverage"];
const some = ["--phases", "fuzzing", "--max-examples", "4"];
const guest = { name: "guest" };
const applicant = { name: "pemohon" };
const officer = { name: "kabid.aptika" };
const admin = { name: "admin" };
// These end the session in whose name the others are called: for a guest only.
const endings = ["POST /auth/logout", "DELETE /me/sessions", "DELETE /me/sessions/{id}"];
const checks = ["not_a_server_error", "status_code_conformance", "content_type_conformance", "response_schema_conformance"];
const timeout = 20; // seconds, for one answer

const running = spawn("bin/elayanan", ["serve", "--demo"], {
  stdio: ["ignore", "ignore", "inherit"],
  env: {
    ...process.env,
    ELAYANAN_LISTEN: `127.0.0.1:${port}`,
    ELAYANAN_PUBLIC_URL: server,
    ELAYANAN_DATA_DIR: folder,
    ELAYANAN_DEMO_PASSWORD: password,
    ELAYANAN_ACCESS_TTL: "1h",
    ELAYANAN_LOG_LEVEL: "error",
    GOGC: "400",
  },
});

const counts = { passed: 0, failed: 0 };
try {
  await ready();
  for (const caller of [applicant, officer, admin]) caller.token = await signIn(caller.name);
  writeFileSync(join(folder, "schemathesis.toml"), await knownThings(admin.token));
  writeFileSync(document, JSON.stringify(withoutTheUnexpected(JSON.parse(readFileSync("openapi/openapi.json", "utf8")))));
  const without = endings.flatMap((operation) => ["--exclude-name", operation]);
  const only = endings.flatMap((operation) => ["--include-name", operation]);
  // schemathesis itself breaks when it works in several threads, so two of it work.
  await Promise.all([
    call(admin, [], [...everything, ...without]),
    call(officer, [applicant, guest], [...some, ...without]).then(() => call(guest, [], [...some, ...only])),
  ]);
} finally {
  running.kill("SIGTERM");
  await new Promise((done) => running.once("exit", done));
  rmSync(folder, { recursive: true, force: true });
}
if (process.env.STEP_COUNT) appendFileSync(process.env.STEP_COUNT, `${counts.passed} ${counts.failed}\n`);
process.exit(counts.failed ? 1 : 0);

async function ready() {
  const deadline = Date.now() + 60_000;
  while (Date.now() < deadline) {
    if (running.exitCode !== null) throw new Error("the server ended by itself");
    if ((await fetch(`${server}/readyz`).catch(() => null))?.ok) return;
    await pause(100);
  }
  throw new Error("the server did not get ready");
}

async function signIn(username) {
  const answer = await fetch(`${api}/auth/login`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ username, password }),
  });
  if (!answer.ok) throw new Error(`${username} could not sign in: ${answer.status}`);
  return (await answer.json()).access_token;
}

async function get(path, token) {
  const answer = await fetch(api + path, { headers: { Authorization: `Bearer ${token}` } });
  if (!answer.ok) throw new Error(`GET ${path}: ${answer.status}`);
  return answer.json();
}

// knownThings tells schemathesis of things that exist, so that it comes further than "not found".
async function knownThings(token) {
  const number = (await get("/tickets?limit=1", token)).items[0].number;
  const lines = ["[parameters]", `number = "${number}"`, 'code = "subdomain"'];
  for (const resource of ["users", "organisations", "assets"]) {
    const id = (await get(`/${resource}?limit=1`, token)).items[0].id;
    lines.push("[[operations]]", `include-path-regex = "^/${resource}/\\\\{id\\\\}"`, `parameters = { id = "${id}" }`);
  }
  return `${lines.join("\n")}\n`;
}

// withoutTheUnexpected names what any operation may refuse without naming it, and leaves out what it answers when it
// breaks: beside a default answer, no status would be wrong.
function withoutTheUnexpected(document) {
  const refusal = { $ref: "#/components/responses/Unexpected" };
  for (const operations of Object.values(document.paths)) {
    for (const operation of Object.values(operations)) {
      const { default: unexpected, ...responses } = operation.responses;
      if (!unexpected) throw new Error("an operation does not say what it answers unexpectedly");
      operation.responses = { 413: refusal, 429: refusal, ...responses };
    }
  }
  return document;
}

// call lets schemathesis try the operations as a caller, and sends the same in the name of others.
async function call(caller, others, extent) {
  const args = [
    ...["run", document, "--url", api, ...extent],
    ...["--checks", [...checks, ...(others.length ? ["same_for_others"] : [])].join()],
    ...["--seed", "1", "--workers", "1", "--no-shrink", "--no-color", "--warnings", "off", "--request-timeout", `${timeout}`],
    ...(caller.token ? ["--header", `Authorization: Bearer ${caller.token}`] : []),
  ];
  const told = join(folder, `others-of-${caller.name}.json`);
  writeFileSync(told, JSON.stringify({ others, checks, timeout }));
  const env = {
    // No more than it needs: Python looks for a proxy in all of it before each request.
    PATH: process.env.PATH,
    HOME: process.env.HOME,
    PYTHONDONTWRITEBYTECODE: "1", // beside the sources
    SCHEMATHESIS_HOOKS: resolve(".ci/contract_others.py"),
    OTHERS: told,
  };
  const report = join(folder, `${caller.name}.txt`);
  const passed = await new Promise((done) => {
    const run = spawn("sh", ["-c", '"$@" >"$0" 2>&1', report, python, "-m", "schemathesis.cli", ...args], { cwd: folder, env, timeout: 900_000 });
    run.once("exit", (code) => done(code === 0));
  });
  const text = readFileSync(report, "utf8");
  const own = {
    operations: Number(/Tested: (\d+)/.exec(text)?.[1] ?? 0),
    cases: Number(/(\d+) generated/.exec(text)?.[1] ?? 0),
  };
  const ofOthers = existsSync(`${told}.done`) ? JSON.parse(readFileSync(`${told}.done`, "utf8")) : {};
  let good = passed;
  for (const one of [caller, ...others]) {
    const { operations, cases } = one === caller ? own : (ofOthers[one.name] ?? { operations: 0, cases: 0 });
    const me = one.token && (await fetch(`${api}/me`, { headers: { Authorization: `Bearer ${one.token}` } }));
    const kept = !me || me.ok;
    const complete = kept && cases > operations && operations > 0 && operations === own.operations;
    good &&= complete;
    console.log(`${passed && complete ? "pass" : "FAIL"}  ${one.name}: ${operations} operations, ${cases} requests`);
    if (!kept) console.log(`The session of ${one.name} ended on the way: ${me.status} ${await me.text()}`);
    counts.passed += passed && complete ? operations : 0;
    counts.failed += passed && complete ? 0 : 1;
  }
  if (!good) console.log(text);
}
