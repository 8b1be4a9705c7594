#!/usr/bin/env node
// Counts tests, so that a run can prove what it ran. Appends "PASSED FAILED" to the file that STEP_COUNT names.
//
//   go test -json ... | .ci/count.mjs go       prints in full what failed, then a line a package
//   .ci/count.mjs vitest REPORT.json
//   .ci/count.mjs playwright REPORT.json
//
// Exits 1 when anything failed, when a test skipped itself, or when there was no test at all.
import { appendFileSync, readFileSync } from "node:fs";
import { createInterface } from "node:readline";

const [runner, report] = process.argv.slice(2);
const counters = { go: countGo, vitest: countVitest, playwright: countPlaywright };
const { passed, failed, skipped } = await counters[runner]();

if (process.env.STEP_COUNT) appendFileSync(process.env.STEP_COUNT, `${passed} ${failed + skipped}\n`);
console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`);
if (skipped > 0) console.log("A test that skips itself proves nothing: make it run or delete it.");
if (passed + failed === 0) console.log("No test ran.");
process.exit(failed > 0 || skipped > 0 || passed === 0 ? 1 : 0);

// countGo reads `go test -json`. A test with subtests is counted as its subtests; a package that fails without a
// failing test (it does not compile, or it crashed) is counted as one failure.
async function countGo() {
  const tests = new Map(); // package and test → { name, package, result }
  const output = new Map(); // package, or package and test → what it printed
  const total = { passed: 0, failed: 0, skipped: 0 };
  const packages = []; // a line for each
  for await (const line of createInterface({ input: process.stdin })) {
    if (!line.startsWith("{")) {
      console.log(line);
      continue;
    }
    const event = JSON.parse(line);
    const where = event.Package ?? event.ImportPath;
    const key = event.Test ? `${where} ${event.Test}` : where;
    if (event.Action === "output" || event.Action === "build-output") {
      if (!output.has(key)) output.set(key, []);
      output.get(key).push(event.Output);
    } else if (["pass", "fail", "skip"].includes(event.Action)) {
      if (event.Test) tests.set(key, { name: event.Test, package: where, result: event.Action });
      else finishPackage(event);
    } else if (event.Action === "build-fail") {
      process.stdout.write((output.get(where) ?? []).join(""));
      output.delete(where);
    }
  }
  for (const line of packages) console.log(line);
  return total;

  function finishPackage(event) {
    const own = [...tests.values()].filter((test) => test.package === event.Package);
    const parents = new Set(own.flatMap(({ name }) => ancestors(name)));
    const leaves = own.filter((test) => !parents.has(test.name) || brokeItself(test, own));
    const count = (result) => leaves.filter((test) => test.result === result).length;
    const failures = count("fail");
    total.passed += count("pass");
    total.skipped += count("skip");
    total.failed += event.Action === "fail" ? Math.max(failures, 1) : 0;
    for (const test of own) {
      const key = `${test.package} ${test.name}`;
      if (test.result !== "pass") process.stdout.write((output.get(key) ?? []).join(""));
      output.delete(key);
    }
    if (event.Action === "fail") process.stdout.write((output.get(event.Package) ?? []).join(""));
    if (own.length > 0 || event.Action === "fail") {
      const seconds = (event.Elapsed ?? 0).toFixed(1).padStart(6);
      packages.push(`${event.Action.padEnd(4)} ${seconds} s  ${String(leaves.length).padStart(5)} tests  ${event.Package}`);
    }
    // Tests that were still running when the package crashed never reported a result.
    for (const [key, lines] of output) {
      if (event.Action === "fail" && key.startsWith(`${event.Package} `)) process.stdout.write(lines.join(""));
      if (key === event.Package || key.startsWith(`${event.Package} `)) output.delete(key);
    }
  }
}

// ancestors of "TestA/b/c" are "TestA" and "TestA/b".
function ancestors(name) {
  const parts = name.split("/");
  return parts.slice(1).map((_, i) => parts.slice(0, i + 1).join("/"));
}

// brokeItself: a test may fail of its own accord although each of its subtests passed.
function brokeItself(test, tests) {
  const subtestFailed = () => tests.some((t) => t.name.startsWith(`${test.name}/`) && t.result === "fail");
  return test.result === "fail" && !subtestFailed();
}

function countVitest() {
  const result = JSON.parse(readFileSync(report, "utf8"));
  return {
    passed: result.numPassedTests,
    failed: result.numFailedTests,
    skipped: result.numPendingTests + result.numTodoTests,
  };
}

// countPlaywright: a test that passes only when tried again is a failing test.
function countPlaywright() {
  const { stats } = JSON.parse(readFileSync(report, "utf8"));
  return { passed: stats.expected, failed: stats.unexpected + stats.flaky, skipped: stats.skipped };
}
