#!/usr/bin/env node
// Prints a port of the loopback address that nobody uses at this moment.
import { createServer } from "node:net";

const server = createServer().listen(0, "127.0.0.1", () => {
  console.log(server.address().port);
  server.close();
});
